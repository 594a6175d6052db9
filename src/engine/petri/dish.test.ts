import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { canny } from '../ops/canny.ts';
import { grey } from '../ops/grey.ts';
import { DATA_SET_SEED, petriDataSet } from './data-set.ts';
import { dishKinds, drawDish, kindOf } from './dish.ts';

vi.setConfig({ testTimeout: 60_000 }); // half a second a dish on a busy machine

const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

test('a dish has the size that was asked for, in RGB, odd sizes too', () => {
  for (const size of [1, 33, 64]) {
    const { width, height, channels, data } = drawDish(3, size);
    expect([width, height, channels, data.length]).toEqual([size, size, 3, size * size * 3]);
  }
});

test('the first dishes of the data set, one of each kind, are the very pixels that the models were trained on', () => {
  const dishes = petriDataSet(DATA_SET_SEED, dishKinds.length);
  expect(new Set(dishes.map(kindOf)).size).toBe(dishKinds.length);
  expect(sha256(...dishes.map((seed) => drawDish(seed, 40).data))).toBe(
    'de45b59d7c686ab767cffdc87ce55ec8c91d39e78916cf71aed394bdd3d77014',
  );
});

test('another seed draws another dish', () => {
  const seeds = petriDataSet(7, 12);
  expect(new Set(seeds.map((seed) => sha256(drawDish(seed, 16).data))).size).toBe(12);
});

test('a dish is the same at every size, only finer', () => {
  const [small, large] = [drawDish(11, 32), drawDish(11, 128)];
  let sum = 0;
  for (let y = 0; y < 32; y++) {
    for (let x = 0; x < 32; x++) {
      for (let c = 0; c < 3; c++) {
        let mean = 0;
        for (let i = 0; i < 16; i++) {
          mean += large.data[((4 * y + (i >> 2)) * 128 + 4 * x + (i & 3)) * 3 + c]! / 16; // inside the picture
        }
        sum += Math.abs(mean - small.data[(y * 32 + x) * 3 + c]!); // inside the picture
      }
    }
  }
  expect(sum / (32 * 32 * 3)).toBeLessThan(12);
});

test('every kind of dish comes up within a few hundred seeds', () => {
  const seen = new Set(Array.from({ length: 400 }, (_, seed) => kindOf(seed)));
  expect([...seen].sort()).toEqual([...dishKinds].sort());
});

test('each kind has edges enough to learn from, and not only noise', () => {
  for (const seed of petriDataSet(5, dishKinds.length)) {
    const edges = canny(grey(drawDish(seed, 128)), {
      sigma: 1,
      aperture: 3,
      norm: 'L2',
      low: 100,
      high: 200,
    });
    const share = edges.data.reduce((sum, value) => sum + value / 255, 0) / edges.data.length;
    expect(share, kindOf(seed)).toBeGreaterThan(0.03);
    expect(share, kindOf(seed)).toBeLessThan(0.25);
  }
});
