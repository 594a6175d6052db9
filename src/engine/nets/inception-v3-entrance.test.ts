import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relativeL2 } from '../../../test/golden/inception/compare.ts';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { channelMeans } from '../dream/objective.ts';
import { inceptionFeatures } from '../metrics/inception-features.ts';
import { randomFrom } from '../random.ts';
import { resultOf } from '../steps/result-of.ts';
import { activations } from './inception-v3.ts';
import type { Layer } from './inception-v3-blocks.ts';
import { backwardFilters } from './inception-v3-filters.ts';
import { slope } from './inception-v3-gradient.ts';
import { mean } from './inception-v3-objective.ts';
import { type DreamWeights, tiledSlope } from './inception-v3-tiles.ts';

/** A small network of the same topology with random weights. */
const { tensors } = readTensors(new URL('../../../test/golden/inception/twin.safetensors', import.meta.url));
let net: DreamWeights;
let before: number;
beforeAll(async () => {
  await startWasm();
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  net = { weights, filters: backwardFilters(weights) };
  const x = picture(75, 75);
  const { value, gradient } = await resultOf(
    slope(net.weights, net.filters, x, new Map([['mixed10', mean(1)]])),
  );
  tf.dispose([x, value, gradient]);
  before = tf.memory().numTensors; // the filters are made once and stay
});
afterAll(() => {
  expect(tf.memory().numTensors).toBe(before);
  net.filters.dispose();
  tf.dispose([...net.weights.values()]);
});

/** Noise, -1..1. */
function picture(height: number, width: number): tf.Tensor4D {
  const random = randomFrom(7);
  const values = Float32Array.from({ length: height * width * 3 }, () => 2 * random() - 1);
  return tf.tensor4d(values, [1, height, width, 3]);
}

/** A picture's activations, and their shape. */
async function answers(x: tf.Tensor4D, layer: Layer) {
  const found = await resultOf(activations(net.weights, x, new Set([layer])));
  const y = found.get(layer) as tf.Tensor4D; // asked for
  const values = y.dataSync<'float32'>();
  y.dispose();
  return { shape: y.shape, values };
}

/** Sides as models and guides have them, and the thinnest there is. */
const sizes: readonly [number, number][] = [
  [64, 64],
  [32, 32],
  [64, 256],
  [300, 20],
  [1, 90],
];

describe('a picture with sides that the network does not take', () => {
  test.each(sizes)('%i x %i is seen as if it had been enlarged before', async (height, width) => {
    const x = picture(height, width);
    const size: [number, number] = [Math.max(75, height), Math.max(75, width)];
    const enlarged = tf.tidy(() => tf.image.resizeBilinear(x, size, false, true));
    for (const layer of ['mixed3', 'mixed8', 'mixed10'] as const) {
      const [found, wanted] = [await answers(x, layer), await answers(enlarged, layer)];
      expect(found.shape).toEqual(wanted.shape);
      expect(relativeL2(found.values, wanted.values), layer).toBeLessThan(1e-4);
    }
    tf.dispose([x, enlarged]);
  });

  test.each(
    sizes,
  )('%i x %i has a gradient of its own size, that of small differences', async (height, width) => {
    const objective = new Map([['mixed2', mean(1)] as const]);
    const x = picture(height, width);
    const gradient = await resultOf(tiledSlope(net, x, objective, 512, { down: 0, right: 0 }));
    expect(gradient.shape).toEqual([1, height, width, 3]);
    const valueAt = async (by: number) => {
      const moved = tf.tidy(() => tf.add<tf.Tensor4D>(x, tf.mul(gradient, by)));
      const { values } = await answers(moved, 'mixed2');
      moved.dispose();
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const steepness = gradient.dataSync<'float32'>().reduce((sum, value) => sum + value * value, 0);
    const by = 1e-3 / Math.sqrt(steepness);
    const difference = ((await valueAt(by)) - (await valueAt(-by))) / (2 * by);
    expect(Math.abs(difference / steepness - 1)).toBeLessThan(0.02);
    tf.dispose([x, gradient]);
  });

  test('64 x 64 has features and channels to measure and to look into', async () => {
    const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 37) % 256);
    const features = await resultOf(
      inceptionFeatures(net.weights, { width: 64, height: 64, channels: 3, data }),
    );
    const x = picture(64, 256);
    const means = await resultOf(channelMeans(net, x, 'mixed8'));
    x.dispose();
    for (const values of [features, means]) {
      expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(Math.max(...values)).toBeGreaterThan(0);
    }
  });
});
