import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cosine, relativeL2 } from '../../../test/golden/inception/compare.ts';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { seams } from '../../../test/seams.ts';
import { freeInception, sampleCells, shippedInception } from '../../../test/shipped-inception.ts';
import { startWasm } from '../../../test/wasm.ts';
import { ringPart } from '../ops/ring-part.ts';
import { randomFrom } from '../random.ts';
import { resultOf } from '../steps/result-of.ts';
import { backwardFilters } from './inception-v3-filters.ts';
import { slope } from './inception-v3-gradient.ts';
import { mean } from './inception-v3-objective.ts';
import { bordersAlong, type DreamWeights, type Shift, tiledSlope } from './inception-v3-tiles.ts';

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
  const g = await resultOf(tiledSlope(net, x, objective, tile, shift));
  expect(g.shape).toEqual(x.shape);
  const values = g.dataSync<'float32'>();
  g.dispose();
  return values;
}

test('a picture within one tile gets the plain gradient', async () => {
  const x = noise(100, 120);
  const { value, gradient: plain } = await resultOf(slope(net.weights, net.filters, x, objective));
  expect(relativeL2(await gradient(x, 160, { down: 0, right: 0 }), plain.dataSync())).toBe(0);
  tf.dispose([x, value, plain]);
});

test('one that is rolled before it is cut comes back to its place', async () => {
  const x = noise(96, 96);
  const roll = (picture: tf.Tensor4D, down: number, right: number) =>
    tf.tidy(() => ringPart(ringPart(picture, 1, -down, 96), 2, -right, 96));
  const rolled = roll(x, 30, -61);
  const there = tf.tensor4d(await gradient(rolled, 160, { down: 0, right: 0 }), [1, 96, 96, 3]);
  const back = roll(there, -30, 61);
  expect(await gradient(x, 160, { down: 30, right: -61 })).toEqual(back.dataSync());
  tf.dispose([x, rolled, there, back]);
});

test('one that is shorter than the network takes has a gradient too', async () => {
  const x = noise(40, 90);
  const values = await gradient(x, 160, { down: 3, right: 2 });
  expect(values.every(Number.isFinite)).toBe(true);
  expect(Math.max(...values)).toBeGreaterThan(0);
  x.dispose();
});

test('windows put together give what the whole picture gives, where its own border is not seen', async () => {
  const shallow = new Map([['mixed0', mean(1)] as const]);
  const [height, width, far] = [352, 330, 100];
  const x = noise(height, width);
  const inside = async (tile: number) => {
    const g = await resultOf(tiledSlope(net, x, shallow, tile, { down: 0, right: 0 }));
    const middle = tf.slice(g, [0, far, far, 0], [1, height - 2 * far, width - 2 * far, 3]);
    const values = middle.dataSync<'float32'>();
    tf.dispose([g, middle]);
    return values;
  };
  expect(bordersAlong(height, 256, 0)).toEqual([0, 160]);
  expect(cosine(await inside(256), await inside(512))).toBeGreaterThan(0.999);
  x.dispose();
});

test('windows of trained weights leave no seam: differences across borders are at most 1.1 times those elsewhere', async () => {
  const side = 512;
  const [tile, grid] = [256, 32];
  const trained = shippedInception('inception-v3-cells');
  const cells = await sampleCells(side);
  const x = tf.tensor4d(cells.values, [1, side, side, 3]);
  const g = await resultOf(
    tiledSlope(trained, x, new Map([['mixed6', mean(1)]]), tile, { down: 0, right: 0 }),
  );
  const borders = bordersAlong(side, tile, 0);
  expect(borders).toEqual([0, 160, 320]);
  // Compared with lines of the borders' phase: the network's strides leave a grid of their own.
  const { rows, columns } = seams(
    { width: side, height: side, values: g.dataSync<'float32'>() },
    { rows: borders, columns: borders },
    (line) => line % grid === 0,
  );
  expect(rows).toBeLessThan(1.1);
  expect(columns).toBeLessThan(1.1);
  tf.dispose([x, g]);
  freeInception(trained);
});
