import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellsHost } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import type { CellNet } from '../models/cell-net.ts';
import { createShelf } from '../models/shelf.ts';
import { cellPlanes } from '../nets/cells-apart.ts';
import { tiledCellPlanes } from '../nets/cells-apart-tiles.ts';
import { randomFrom } from '../random.ts';
import { resultOf } from '../steps/result-of.ts';
import { type Grey, lookForCells } from './look-for-cells.ts';

let net: CellNet;

beforeAll(async () => {
  await startWasm();
  const shelf = createShelf(await cellsHost(), 0);
  net = await shelf.cellNet('cells-apart', () => {}, new AbortController().signal);
});
afterAll(() => tf.dispose([...net.weights.values()]));

const noise = (width: number, height: number, seed: number): Grey => {
  const random = randomFrom(seed);
  const values = Float32Array.from({ length: width * height }, () => random() * 255);
  return { width, height, values, leastSpan: 1 };
};
const most = (a: Float32Array, b: Float32Array) =>
  a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);

test('tiles with their surroundings say what the whole says, and no tensor stays', async () => {
  const { values, width, height } = noise(700, 520, 1);
  const before = tf.memory().numTensors;
  const see = (tile: number) =>
    resultOf(tiledCellPlanes(net.weights, net.manifest.architecture, values, width, height, tile));
  const [whole, parts] = [await see(1120), await see(384)];
  for (const plane of ['inside', 'deep', 'between'] as const) {
    expect(most(whole[plane], parts[plane])).toBeLessThan(1e-4); // this net sees less far than the margin
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('what is missing to the net’s grain is mirrored', async () => {
  const { values } = noise(13, 9, 2);
  const mirrored = Float32Array.from({ length: 16 * 12 }, (_, i) => {
    const [x, y] = [i % 16, Math.floor(i / 16)];
    return values[(y < 9 ? y : 16 - y) * 13 + (x < 13 ? x : 24 - x)]!;
  });
  const sizes = net.manifest.architecture;
  const padded = await resultOf(cellPlanes(net.weights, sizes, mirrored, 16, 12));
  const ours = await resultOf(tiledCellPlanes(net.weights, sizes, values, 13, 9));
  for (let i = 0; i < 13 * 9; i++) {
    expect(ours.deep[i]).toBeCloseTo(padded.deep[Math.floor(i / 13) * 16 + (i % 13)]!, 5);
  }
});

test('a picture of large cells is looked at smaller, and what is said of it has its own size', async () => {
  const grey = noise(120, 90, 3);
  const look = (diameter: number | null) => resultOf(lookForCells(grey, net, diameter));
  const [small, large] = [await look(20), await look(60)];
  expect(small.scale).toBe(1);
  expect(large.scale).toBe(0.5);
  expect([large.maps.width, large.maps.height, large.maps.inside.length]).toEqual([120, 90, 120 * 90]);
  expect(most(small.maps.deep, large.maps.deep)).toBeGreaterThan(0.01);
  expect(large.maps.inside.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
});

test('black, white and contrast of a picture do not matter, since it is stretched before the net sees it', async () => {
  const grey = noise(64, 48, 4);
  const deeper = { ...grey, values: grey.values.map((value) => 300 + 200 * value) };
  const [one, other] = await Promise.all([grey, deeper].map((each) => resultOf(lookForCells(each, net, 20))));
  expect(most(one!.maps.inside, other!.maps.inside)).toBeLessThan(1e-3); // two
});

test('a stop in mid-tile leaves no tensor behind', async () => {
  const grey = noise(96, 64, 5);
  const before = tf.memory().numTensors;
  for (let stop = 1; stop < 40; stop += 6) {
    const steps = lookForCells(grey, net, null);
    for (let i = 0; i < stop; i++) await steps.next();
    await steps.return(undefined as never); // the value is not read
    expect(tf.memory().numTensors).toBe(before);
  }
});
