import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openWebgpu } from '../../../src/engine/device/webgpu.ts';
import { backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { defaultDream } from '../../../src/engine/recipe.ts';
import { type DreamStep, dream } from '../../../src/engine/stages/dream.ts';
import { dawn } from '../../dawn.ts';
import { startWasm } from '../../wasm.ts';
import { readTensors } from './reference.ts';

const { tensors } = readTensors(new URL('twin.safetensors', import.meta.url));
const recipe = {
  ...defaultDream,
  octaves: 1,
  steps: 5,
  layers: { mixed3: 1 }, // deeper ones take minutes on a software GPU, most of them for its shaders
};

/** Five steps of the small network, on the backend that is current. */
async function fiveSteps(): Promise<DreamStep[]> {
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  const net = { weights, filters: backwardFilters(weights) };
  const values = Float32Array.from({ length: 96 * 96 * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return 0.6 * Math.sin((pixel % 96) / 9 + (i % 3)) * Math.cos(Math.floor(pixel / 96) / 7);
  });
  const steps: DreamStep[] = [];
  const task = { net, picture: { width: 96, height: 96, values }, guide: null, mask: null, from: null };
  for await (const step of dream(recipe, task)) if (step) steps.push(step);
  net.filters.dispose();
  tf.dispose([...weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
  return steps;
}

test('five steps on WebGPU are those on WASM: within 1 % of the range in the mean, activations within 1 %', {
  timeout: 240_000,
}, async () => {
  await startWasm();
  const onWasm = await fiveSteps();
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  const onWebgpu = await fiveSteps();
  device.close();

  expect(onWebgpu).toHaveLength(5);
  for (const [i, { shown, activations }] of onWebgpu.entries()) {
    const expected = onWasm[i] as DreamStep; // as many
    const difference = shown.values.reduce(
      (sum, value, k) => sum + Math.abs(value - (expected.shown.values[k] ?? 9)),
      0,
    );
    expect(difference / shown.values.length / 2, `step ${i + 1}`).toBeLessThan(0.01);
    for (const [layer, value] of activations) {
      expect(
        Math.abs(value / (expected.activations.get(layer) ?? 0) - 1),
        `${layer}, step ${i + 1}`,
      ).toBeLessThan(0.01);
    }
  }
});
