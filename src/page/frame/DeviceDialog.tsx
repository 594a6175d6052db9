import type { DeviceInfo } from '../../bridge/messages.ts';
import { deviceWords } from '../../state/device.ts';
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

/** Why a slower device runs, and what would help. */
export default function DeviceDialog({ device, open, onOpenChange }: DeviceDialogProps) {
  return (
    <Dialog title="Why not faster?" open={open} onOpenChange={onOpenChange}>
      <p>
        Eosin computes with {deviceWords(device)}. The pictures are the same everywhere, up to rounding; a
        graphics card through WebGPU would paint them many times faster.
      </p>
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
    </Dialog>
  );
}
