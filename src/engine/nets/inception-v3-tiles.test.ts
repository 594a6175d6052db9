import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relativeL2 } from '../../../test/golden/inception/compare.ts';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { finished } from '../finished.ts';
import { roll } from '../ops/roll.ts';
import { randomFrom } from '../random.ts';
import { backwardFilters } from './inception-v3-filters.ts';
import { slope } from './inception-v3-gradient.ts';
import { mean } from './inception-v3-objective.ts';
import { type DreamWeights, type Shift, tiledSlope } from './inception-v3-tiles.ts';

/** A small network of the same topology with random weights. */
const { tensors } = readTensors(new URL('../../../test/golden/inception/twin.safetensors', import.meta.url));
const objective = new Map([['mixed5', mean(1)] as const]);
let net: DreamWeights;
beforeAll(async () => {
  await startWasm();
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  net = { weights, filters: backwardFilters(weights) };
});
afterAll(() => {
  net.filters.dispose();
  tf.dispose([...net.weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
});

/** Noise that is smooth over a few pixels, -1..1. */
function noise(height: number, width: number): tf.Tensor4D {
  const random = randomFrom(3);
  const coarse = Float32Array.from(
    { length: Math.ceil(height / 4) * Math.ceil(width / 4) * 3 },
    () => 2 * random() - 1,
  );
  return tf.tidy(() => {
    const small = tf.tensor4d(coarse, [1, Math.ceil(height / 4), Math.ceil(width / 4), 3]);
    return tf.image.resizeBilinear(small, [height, width], false, true);
  });
}

async function gradient(x: tf.Tensor4D, tile: number, shift: Shift): Promise<Float32Array> {
  const g = await finished(tiledSlope(net, x, objective, tile, shift));
  expect(g.shape).toEqual(x.shape);
  const values = g.dataSync<'float32'>();
  g.dispose();
  return values;
}

test('a picture within one tile gets the plain gradient', async () => {
  const x = noise(100, 120);
  const { value, gradient: plain } = await finished(slope(net.weights, net.filters, x, objective));
  expect(relativeL2(await gradient(x, 160, { down: 0, right: 0 }), plain.dataSync())).toBe(0);
  tf.dispose([x, value, plain]);
});

test('one that is rolled before it is cut comes back to its place', async () => {
  const x = noise(96, 96);
  const rolled = roll(x, 30, -61);
  const there = tf.tensor4d(await gradient(rolled, 160, { down: 0, right: 0 }), [1, 96, 96, 3]);
  const back = roll(there, -30, 61);
  expect(await gradient(x, 160, { down: 30, right: -61 })).toEqual(back.dataSync());
  tf.dispose([x, rolled, there, back]);
});

test('one that is shorter than the network takes is repeated', async () => {
  const x = noise(40, 90);
  const values = await gradient(x, 160, { down: 3, right: 2 });
  expect(values.every(Number.isFinite)).toBe(true);
  expect(Math.max(...values)).toBeGreaterThan(0);
  x.dispose();
});

test('no seam stands where tiles meet: differences across borders are at most 1.1 times those elsewhere', async () => {
  const phase = 32;
  const [side, tile] = [768, 256];
  const x = noise(side, side);
  const values = await gradient(x, tile, { down: 0, right: 0 });
  const core = side / Math.ceil(side / (tile - 2 * (tile / 8)));
  const sums = { border: { total: 0, count: 0 }, elsewhere: { total: 0, count: 0 } };
  for (let y = 0; y < side; y++) {
    for (let u = 1; u < side; u++) {
      if (u % phase !== 0) continue; // columns of one phase: the network's strides leave a grid of their own
      const kind = u % core === 0 ? sums.border : sums.elsewhere;
      const i = (y * side + u) * 3;
      kind.total += Math.abs((values[i] as number) - (values[i - 3] as number)); // in range
      kind.count++;
    }
  }
  const ratio = sums.border.total / sums.border.count / (sums.elsewhere.total / sums.elsewhere.count);
  expect(ratio).toBeLessThan(1.1);
  x.dispose();
});
