import { StudioError } from '../errors.ts';
import { type Backend, type Device, type DeviceHost, NoDevice } from './device.ts';
import { selfTest, speedTest } from './self-test.ts';
import { openWasm } from './wasm.ts';
import { openWebgl } from './webgl.ts';
import { openWebgpu } from './webgpu.ts';

/** Fastest first. */
const ladder: readonly Backend[] = ['webgpu', 'webgl', 'wasm'];

export interface Chosen {
  readonly device: Device;
  /** Why the faster rungs of the ladder are not used, a plain sentence each. */
  readonly skipped: readonly string[];
}

function open(backend: Backend, host: DeviceHost, forced: boolean): Promise<Device> {
  if (backend === 'webgpu') return openWebgpu(host.gpu, forced);
  return backend === 'webgl' ? openWebgl(forced) : openWasm(host);
}

/**
 * The fastest backend that gives right answers: WebGPU, else WebGL, else WebAssembly. One that the processor only
 * imitates is far slower than WebAssembly and taken only when forced.
 *
 * @param now seconds on a clock that only goes forward.
 * @throws StudioError `device` when the forced backend, or every one, cannot be used.
 */
export async function chooseDevice(
  forced: Backend | null,
  host: DeviceHost,
  now: () => number,
): Promise<Chosen> {
  const skipped: string[] = [];
  for (const backend of forced ? [forced] : ladder) {
    let device: Device | undefined;
    try {
      device = await open(backend, host, forced !== null);
      await selfTest(device, Math.floor(now() * 1e6));
      if (!forced && backend !== 'wasm') await speedTest(device, now);
      return { device, skipped };
    } catch (error) {
      device?.close();
      const sentence = error instanceof NoDevice ? error.message : `${backend} failed: ${String(error)}`;
      if (forced) {
        throw new StudioError('device', `${sentence} Leave out ?backend=${forced} to let Eosin choose.`, {
          cause: error,
        });
      }
      skipped.push(sentence);
    }
  }
  throw new StudioError('device', `Eosin finds nothing to compute on. ${skipped.join(' ')}`);
}
