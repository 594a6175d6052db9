import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/**
 * On WebGPU, hands over what tfjs has collected so far and resolves once the GPU has done it; elsewhere at once.
 * tfjs itself submits by the fifteen dispatches, and only reading a result back would wait.
 */
export async function gpuCaughtUp(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = tf.backend() as WebGPUBackend; // by its name
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.queue.onSubmittedWorkDone().catch(() => {}); // a lost device is told by device.lost
}
