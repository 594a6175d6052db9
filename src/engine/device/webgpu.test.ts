import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { dawn } from '../../../test/dawn.ts';
import { openWebgpu } from './webgpu.ts';

test.each([
  ['is missing', undefined],
  ['is empty', {}],
  ['holds empty words', { vendor: '', architecture: '', device: '', description: '' }],
])('a GPU whose info %s is taken, and has no name', async (_, info) => {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('Dawn finds no adapter');
  const { limits, features } = adapter;
  const requestDevice = (wants: GPUDeviceDescriptor) => adapter.requestDevice(wants);
  // As a browser gives it, in the few parts that are asked for.
  const silent = {
    requestAdapter: async () => ({ info, limits, features, requestDevice }),
  } as unknown as GPU;

  const device = await openWebgpu(silent, true);
  expect(device.name).toBe('an unnamed GPU');
  const doubled = tf.tidy(() => tf.mul(tf.tensor1d([1, 2, 3]), 2));
  expect([...(await doubled.data())]).toEqual([2, 4, 6]);
  doubled.dispose();
  device.close();
});
