import { lazy, useState } from 'react';
import { panes } from '../../engine/stages/shown.ts';
import { deviceWords } from '../../state/device.ts';
import { trainingWords } from '../../state/trainer.ts';
import { useDesk, useStudio } from '../desk.ts';
import { OfflineTick } from '../offline/OfflineTick.tsx';
import { WhenOpened } from './WhenOpened.tsx';
import './status.css';

const DeviceDialog = lazy(() => import('./DeviceDialog.tsx'));

/** Seconds in as many digits as one reads. */
const brief = (seconds: number) =>
  seconds < 0.0995
    ? `${Math.max(1, Math.round(seconds * 1000))} ms`
    : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;

/** What runs, how fast, and how to stop it. It changes too often to be read aloud; see Announcer. */
export function StatusLine() {
  const { session } = useDesk();
  const device = useStudio((state) => state.device);
  const isMissing = useStudio((state) => state.isDeviceMissing);
  const stages = useStudio((state) => state.stages);
  const memory = useStudio((state) => state.memory);
  const progress = useStudio((state) => state.progress);
  const isRunning = useStudio((state) => state.running > 0);
  const training = useStudio((state) => state.training);
  const openTrainer = useStudio((state) => state.openTrainer);
  const [explaining, setExplaining] = useState(false);
  const isSlow = device !== null && (device.backend !== 'webgpu' || device.software);
  return (
    <footer className="footer">
      <div
        className="status"
        role="status"
        aria-label="Device"
        aria-live="off"
        data-tensors={memory?.tensors}
        data-rebuilt={device?.rebuilt}
      >
        <span className="status-device">
          {device ? deviceWords(device) : isMissing ? 'Nothing to compute on' : 'Choosing a device'}
        </span>
        {isSlow && (
          <button type="button" className="link" onClick={() => setExplaining(true)}>
            Why not faster?
          </button>
        )}
        {device !== null && device.rebuilt > 0 && (
          <span className="status-rebuilt">restarted {device.rebuilt}×</span>
        )}
        <span className="status-times">
          {panes.map(({ stage, name }) => {
            const { seconds } = stages[stage];
            return seconds === null ? null : (
              <span key={stage}>
                {name} {brief(seconds)}
              </span>
            );
          })}
        </span>
        {memory && (
          <span className="status-memory">
            {memory.tensors} tensors, {Math.round((memory.tensorBytes + memory.cacheBytes) / 1e6)} MB
          </span>
        )}
        <span className="spring" />
        <OfflineTick />
        {training && (
          <button
            type="button"
            className="link status-training"
            title="Open the training"
            onClick={() => openTrainer(true)}
          >
            {trainingWords(training)}
          </button>
        )}
        {isRunning && (
          <span className="status-progress">
            {progress && (
              <>
                <span className="status-words">{progress.words}</span>
                <progress
                  className="bar"
                  aria-label={progress.words}
                  value={progress.done}
                  max={Math.max(progress.of, 1)}
                />
              </>
            )}
            <button type="button" className="button" title="Cancel (Escape)" onClick={session.cancel}>
              Cancel
            </button>
          </span>
        )}
      </div>
      {device && (
        <WhenOpened open={explaining}>
          <DeviceDialog device={device} open={explaining} onOpenChange={setExplaining} />
        </WhenOpened>
      )}
    </footer>
  );
}
