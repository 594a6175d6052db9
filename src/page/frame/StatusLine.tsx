import { lazy, useState } from 'react';
import { backendWords } from '../../state/device.ts';
import { trainingWords } from '../../state/trainer.ts';
import { useDesk, useStudio } from '../desk.ts';
import { OfflineTick } from '../offline/OfflineTick.tsx';
import { DrawerHandles } from './Drawer.tsx';
import { WhenOpened } from './WhenOpened.tsx';
import './status.css';

const DeviceDialog = lazy(() => import('./DeviceDialog.tsx'));

/** What runs, and how to stop it. It changes too often to be read aloud; see Announcer. */
export function StatusLine() {
  const device = useStudio((state) => state.device);
  const isMissing = useStudio((state) => state.isDeviceMissing);
  const memory = useStudio((state) => state.memory);
  const training = useStudio((state) => state.training);
  const openTrainer = useStudio((state) => state.openTrainer);
  const [explaining, setExplaining] = useState(false);
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
        <DrawerHandles />
        {device ? (
          <button
            type="button"
            className="link status-device"
            title="What it computes with, and how fast"
            onClick={() => setExplaining(true)}
          >
            {backendWords(device)}
            <span className="status-on"> on {device.name}</span>
          </button>
        ) : (
          <span className="status-device">{isMissing ? 'Nothing to compute on' : 'Choosing a device'}</span>
        )}
        {device !== null && device.rebuilt > 0 && (
          <span className="status-rebuilt">restarted {device.rebuilt}×</span>
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
        <Running />
      </div>
      {device && (
        <WhenOpened open={explaining}>
          <DeviceDialog device={device} open={explaining} onOpenChange={setExplaining} />
        </WhenOpened>
      )}
    </footer>
  );
}

/** Changes many times a second, which the rest of the line need not follow. */
function Running() {
  const { session } = useDesk();
  const progress = useStudio((state) => state.progress);
  const isRunning = useStudio((state) => state.running > 0);
  return (
    isRunning && (
      <span className="status-progress">
        {progress && (
          <>
            <progress
              className="bar"
              aria-label={progress.words}
              value={progress.done}
              max={Math.max(progress.of, 1)}
            />
            <span className="status-words" title={progress.words}>
              {progress.words}
            </span>
          </>
        )}
        <button type="button" className="button" title="Cancel (Escape)" onClick={session.cancel}>
          Cancel
        </button>
      </span>
    )
  );
}
