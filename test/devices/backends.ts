import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../../src/engine/device/device.ts';

export const BACKENDS: readonly Backend[] = ['wasm', 'webgl', 'webgpu'];

/** Where the binaries of tfjs' WASM backend are. */
export const WASM = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};

/** Puts tfjs on a backend of this browser, every operation on the device itself. */
export async function startBackend(backend: Backend): Promise<void> {
  setWasmPaths(WASM);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  tf.env().set('WEBGPU_CPU_FORWARD', false); // else small tensors never reach the GPU
  tf.env().set('WEBGL_CPU_FORWARD', false);
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) {
    throw new Error(`tfjs did not start on ${backend}`);
  }
}
