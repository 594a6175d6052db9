import type { DeviceInfo } from '../../bridge/messages.ts';
import { panes } from '../../engine/stages/shown.ts';
import { deviceWords } from '../../state/device.ts';
import { useStudio } from '../desk.ts';
import { Dialog } from './Dialog.tsx';

interface DeviceDialogProps {
  device: DeviceInfo;
  open: boolean;
  onOpenChange(open: boolean): void;
}

const browsers: readonly (readonly [browser: string, what: string])[] = [
  [
    'Chrome, Edge',
    'On by default since version 113 on Windows, macOS and ChromeOS. In Settings, System, switch "Use graphics acceleration when available" on and restart the browser. On Linux and older graphics cards, chrome://flags (edge://flags), "Unsafe WebGPU Support".',
  ],
  ['Firefox', 'Since version 141 on Windows and 145 on macOS. Elsewhere, about:config, dom.webgpu.enabled.'],
  ['Safari', 'Since version 26 on macOS, iPadOS and iOS. Before that, Settings, Feature Flags, WebGPU.'],
];

/** Seconds in as many digits as one reads. */
const brief = (seconds: number) =>
  seconds < 0.0995
    ? `${Math.max(1, Math.round(seconds * 1000))} ms`
    : `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;

/** How long each stage took for what is on screen, and what the engine holds. */
function Figures() {
  const stages = useStudio((state) => state.stages);
  const memory = useStudio((state) => state.memory);
  return (
    <dl className="facts">
      {panes.map(({ stage, name }) => {
        const { seconds } = stages[stage];
        return seconds === null ? null : (
          <div key={stage}>
            <dt>{name}</dt>
            <dd>{brief(seconds)}</dd>
          </div>
        );
      })}
      {memory && (
        <div>
          <dt>Memory</dt>
          <dd>
            {Math.round((memory.tensorBytes + memory.cacheBytes) / 1e6)} MB in {memory.tensors} tensors
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What computes here, how fast it is, and what would make it faster. */
export default function DeviceDialog({ device, open, onOpenChange }: DeviceDialogProps) {
  const isSlow = device.backend !== 'webgpu' || device.software;
  return (
    <Dialog title="What this computer paints with" open={open} onOpenChange={onOpenChange}>
      <p>
        {isSlow
          ? 'This browser lets Eosin use the processor, not the graphics card. The pictures are the same; they take longer. Small pictures and few dream steps answer quickly all the same.'
          : 'This browser lets Eosin use the graphics card, which is the fastest way.'}
      </p>
      <h3>The picture on screen took</h3>
      <Figures />
      {isSlow && (
        <details className="more">
          <summary>For whoever looks after this computer</summary>
          <p>Eosin computes with {deviceWords(device)}. WebGPU on a graphics card is many times faster.</p>
          {device.skipped.length > 0 && (
            <ul className="reasons">
              {device.skipped.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          <h3>Switching WebGPU on</h3>
          <dl className="facts">
            {browsers.map(([browser, what]) => (
              <div key={browser}>
                <dt>{browser}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Dialog>
  );
}
