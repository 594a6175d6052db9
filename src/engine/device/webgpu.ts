import * as tf from '@tensorflow/tfjs-core';
import { type Device, isImitation, NoDevice } from './device.ts';

const limits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

const features = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** @param info missing in browsers of before 2024, and empty where a browser gives nothing away. */
function adapterName(info: GPUAdapterInfo | undefined): string {
  const words = info?.description || [info?.vendor, info?.architecture].filter(Boolean).join(' ');
  if (/swiftshader/i.test(`${words} ${info?.architecture}`)) return 'SwiftShader, a software GPU';
  return words || 'an unnamed GPU';
}

/**
 * A WebGPU device of our own with the adapter's limits and the features that kernels ask for, and tfjs on it.
 *
 * @param forced take an adapter that the processor imitates too.
 * @throws NoDevice saying why there is none.
 */
export async function openWebgpu(gpu: GPU | undefined, forced: boolean): Promise<Device> {
  if (!gpu)
    throw new NoDevice('This browser has no WebGPU, or the page was not opened over https or localhost.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new NoDevice('WebGPU is there, but it offers no graphics adapter.');
  const info: GPUAdapterInfo | undefined = adapter.info; // older than the types in some browsers
  const name = adapterName(info);
  const software = Boolean(info?.isFallbackAdapter) || isImitation(name);
  if (software && !forced) {
    throw new NoDevice(`WebGPU would run on ${name}, which is slower than WebAssembly on the processor.`);
  }
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
  });

  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // Kernels are registered for the name `webgpu`, so the backend on our own device must carry that name.
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info), 3);
  tf.env().set('WEBGPU_CPU_FORWARD', false); // small tensors too are to be computed where we say
  if (!(await tf.setBackend('webgpu')) || tf.getBackend() !== 'webgpu') {
    throw new NoDevice('tfjs could not start on WebGPU.');
  }

  const failed = new Promise<Error>((resolve) => {
    device.lost.then(({ message }) =>
      resolve(new Error(`the GPU was lost: ${message || 'no reason given'}`)),
    );
    device.addEventListener('uncapturederror', ({ error }) =>
      resolve(new Error(`the GPU reported: ${error.message}`)),
    );
  });
  return { backend: 'webgpu', name, software, gpu: device, failed, close: () => device.destroy() };
}
