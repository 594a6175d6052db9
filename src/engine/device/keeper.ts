import { StudioError } from '../errors.ts';
import { type Chosen, chooseDevice } from './choose.ts';
import type { Backend, Device, DeviceHost } from './device.ts';

/** How long after the errors that a loss causes the news of it may come: a busy machine takes its time. */
const NEWS_MS = 2000;

/** The engine's device, made anew when it is lost. */
export interface DeviceKeeper {
  readonly device: Device;
  readonly skipped: readonly string[];
  /** How often a lost device was rebuilt. */
  readonly rebuilt: number;
  /**
   * Runs steps on the device; when it is lost under them, once more on a new one, unless they were aborted. A WASM module
   * that has aborted counts as lost: its memory may hold anything.
   */
  run<Step, Result>(
    steps: (device: Device) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

/**
 * Chooses a device and keeps it: a lost one is replaced by another of the same backend (or, where that is gone for good,
 * by the next one down the ladder), also while nothing runs.
 *
 * @param onRebuilt called with a new device in place: tensors of the old one are gone.
 */
export async function keepDevice(
  forced: Backend | null,
  host: DeviceHost,
  now: () => number,
  onRebuilt: () => void,
): Promise<DeviceKeeper> {
  let chosen = await chooseDevice(forced, host, now);
  let rebuilt = 0;
  let failure: Error | null = null;
  let rebuilding: Promise<void> | null = null;

  const rebuild = () => {
    rebuilding ??= (async () => {
      chosen.device.close();
      chosen = await chooseDevice(forced, host, now);
      failure = null;
      rebuilt++;
      watch(chosen);
      onRebuilt();
    })().finally(() => {
      rebuilding = null;
    });
    return rebuilding;
  };
  const watch = ({ device }: Chosen) => {
    device.failed.then((error) => {
      failure = error;
      rebuild().catch(() => {}); // the next job tries again and tells
    });
  };
  watch(chosen);

  return {
    get device() {
      return chosen.device;
    },
    get skipped() {
      return chosen.skipped;
    },
    get rebuilt() {
      return rebuilt;
    },
    async *run(steps, signal) {
      for (let attempt = 1; ; attempt++) {
        if (failure) await rebuild();
        const { device } = chosen;
        const running = steps(device);
        // Another job may have rebuilt the device while this one gave way to it.
        const isGone = () => failure !== null || chosen.device !== device;
        try {
          for (let step = await running.next(); ; step = await running.next()) {
            if (isGone()) throw failure ?? new Error('the device was rebuilt');
            if (step.done) return step.value;
            yield step.value;
            if (isGone()) throw failure ?? new Error('the device was rebuilt');
          }
        } catch (error) {
          if (device.backend === 'wasm' && error instanceof WebAssembly.RuntimeError && !isGone()) {
            failure = error;
          }
          // Weights that went with the device may be missed by a sentence of ours.
          if (attempt > 1 || signal.aborted || (error instanceof StudioError && !isGone())) throw error;
          // An error of a dying device can come before the news of its death.
          const news = new Promise((resolve) => setTimeout(resolve, NEWS_MS));
          if (device.gpu && !isGone()) await Promise.race([device.failed, news]);
          if (!(isGone() || rebuilding)) throw error;
          if (failure || rebuilding) await rebuild();
        } finally {
          await running.return(undefined as never); // a caller's break ends the steps; the value is not read
        }
      }
    },
  };
}
