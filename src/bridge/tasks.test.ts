import { expect, test } from 'vitest';
import { resultOf } from '../engine/steps/result-of.ts';
import { memoryStore } from '../engine/store.ts';
import { createTasks, type WorkerHost } from './tasks.ts';

/** A host without WebGPU. */
const host: WorkerHost = {
  gpu: undefined,
  cores: 1,
  wasm: '',
  models: () => ({
    manifests: async () => [],
    part: () => Promise.reject(),
    add: async () => {},
    missing: async () => [],
  }),
  portraits: () => ({ get: async () => null, put: async () => {} }),
  store: async () => ({ ...memoryStore(), lasts: false }),
  holdTraining: async () => null,
  begun: async () => {},
  now: () => 0,
};

test('where the start failed, what needs a device fails with its reason, and not with that it has not started', async () => {
  const tasks = createTasks(host, () => {});
  const { signal } = new AbortController();
  const reason = /^This browser has no WebGPU/;
  await expect(resultOf(tasks.shelf({}, signal))).rejects.toThrow(
    'The engine has not started; reload the page.',
  );
  await expect(resultOf(tasks.start({ backend: 'webgpu', base: '' }, signal))).rejects.toThrow(reason);
  await expect(resultOf(tasks.shelf({}, signal))).rejects.toThrow(reason);
});
