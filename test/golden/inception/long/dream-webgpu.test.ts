import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openWebgpu } from '../../../../src/engine/device/webgpu.ts';
import { ascend, type DreamStep } from '../../../../src/engine/dream/ascent.ts';
import type { NetPicture } from '../../../../src/engine/dream/net-picture.ts';
import { defaultDream } from '../../../../src/engine/recipe.ts';
import { dawn } from '../../../dawn.ts';
import { freeInception, sampleCells, shippedInception } from '../../../shipped-inception.ts';
import { startWasm } from '../../../wasm.ts';

const recipe = { ...defaultDream, octaves: 1, steps: 5, layers: { mixed6: 1, mixed8: 1 } };

/** Five steps of the shipped network, on the backend that is current. */
async function fiveSteps(picture: NetPicture): Promise<DreamStep[]> {
  const net = shippedInception('inception-v3-cells');
  const steps: DreamStep[] = [];
  for await (const step of ascend(recipe, { net, picture, guide: null, mask: null, from: null }))
    if (step) steps.push(step);
  freeInception(net);
  expect(tf.memory().numTensors).toBe(0);
  return steps;
}

test('five steps on WebGPU are those on WASM: within 1 % of the range in the mean, activations within 1 %', {
  timeout: 480_000,
}, async () => {
  const picture = await sampleCells(128); // a software GPU takes seconds a step
  await startWasm();
  const onWasm = await fiveSteps(picture);
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const device = await openWebgpu(gpu, true);
  const onWebgpu = await fiveSteps(picture);
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
