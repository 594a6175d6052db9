import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Device } from '../../../../src/engine/device/device.ts';
import { openWebgpu } from '../../../../src/engine/device/webgpu.ts';
import { activations } from '../../../../src/engine/nets/inception-v3.ts';
import type { Layer } from '../../../../src/engine/nets/inception-v3-blocks.ts';
import { backwardFilters } from '../../../../src/engine/nets/inception-v3-filters.ts';
import { slope } from '../../../../src/engine/nets/inception-v3-gradient.ts';
import { resultOf } from '../../../../src/engine/steps/result-of.ts';
import { dawn } from '../../../dawn.ts';
import { cosine, relativeL2 } from '../compare.ts';
import { isThere, objectives, readGradient, readPicture, readReference, readWeights } from '../reference.ts';

/** In Node there is no browser for tfjs to ask for its GPU. */
async function onDawn(): Promise<Device> {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  return openWebgpu(gpu, true);
}

/** Some 20 s on a software GPU. */
describe.runIf(isThere || process.env.CI === 'true')('on WebGPU, against float64 of PyTorch', () => {
  test('activations and the gradient of mean(mixed6) agree', { timeout: 480_000 }, async () => {
    const device = await onDawn();
    let failure: Error | undefined;
    device.failed.then((error) => {
      failure = error;
    });
    const weights = readWeights();
    const filters = backwardFilters(weights);
    const picture = readPicture();
    const before = tf.memory().numTensors;
    const reference = readReference();

    const layers: Layer[] = ['mixed0', 'mixed3', 'mixed6', 'mixed8'];
    for (const [layer, tensor] of await resultOf(activations(weights, picture, new Set(layers)))) {
      const { flat_indices_hwc, values, l2 } = reference.activations[layer];
      const y = (await tensor.data()) as Float32Array; // as all in the network
      const sampled = flat_indices_hwc.map((i) => y[i] as number); // in range, by the reference
      expect(relativeL2(sampled, values), layer).toBeLessThan(1e-4);
      expect(Math.abs(Math.hypot(...y) / l2 - 1), `${layer}, norm`).toBeLessThan(1e-4);
      tensor.dispose();
    }

    const objective = objectives.mean_mixed6 ?? new Map();
    const { value, gradient } = await resultOf(slope(weights, filters, picture, objective));
    const g = (await gradient.data()) as Float32Array; // as above
    const expected = readGradient('grad_mean_mixed6.npy');
    expect(relativeL2(g, expected)).toBeLessThan(1e-2);
    expect(cosine(g, expected)).toBeGreaterThan(0.9999);
    const loss = reference.gradients.mean_mixed6?.loss ?? 0;
    expect(Math.abs(((await value.data())[0] as number) / loss - 1)).toBeLessThan(1e-5); // a scalar

    tf.dispose([value, gradient]);
    filters.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(failure).toBeUndefined();
    tf.dispose([picture, ...weights.values()]);
    device.close();
  });
});
