import * as tf from '@tensorflow/tfjs-core';
import { type Device, type DeviceHost, NoDevice } from './device.ts';

/**
 * tfjs on WebAssembly, one thread.
 *
 * @throws NoDevice when it does not start.
 */
export async function openWasm(wasm: DeviceHost['wasm']): Promise<Device> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // With threads tfjs 4.22 hangs for ever once it is minified and the page is isolated, and they gain nothing.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(wasm);
  if (!(await tf.setBackend('wasm')) || tf.getBackend() !== 'wasm') {
    throw new NoDevice('WebAssembly did not start; a browser of the last four years has it.');
  }
  return {
    backend: 'wasm',
    name: 'the processor',
    software: false,
    gpu: null,
    failed: new Promise(() => {}),
    close: () => {},
  };
}
