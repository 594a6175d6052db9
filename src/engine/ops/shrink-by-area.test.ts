import { expect, test } from 'vitest';
import { shrinkByArea } from './shrink-by-area.ts';

test('a whole factor gives the mean of each block', () => {
  const values = Float32Array.from([1, 3, 5, 7, 1, 3, 5, 7]);
  expect([...shrinkByArea(values, 4, 2, 2, 1)]).toEqual([2, 6]);
});

test('a pixel that two share counts for both by its parts', () => {
  // 3 to 2: each new pixel covers one and a half.
  const [a, b] = shrinkByArea(Float32Array.from([0, 6, 12]), 3, 1, 2, 1);
  expect(a).toBeCloseTo((0 + 6 / 2) / 1.5, 6);
  expect(b).toBeCloseTo((6 / 2 + 12) / 1.5, 6);
});

test('the mean of all stays, and so does a picture of its own size', () => {
  const values = Float32Array.from({ length: 35 }, (_, i) => (i * 37) % 11);
  const mean = (some: Float32Array) => some.reduce((sum, value) => sum + value, 0) / some.length;
  expect(mean(shrinkByArea(values, 7, 5, 3, 2))).toBeCloseTo(mean(values), 5);
  expect([...shrinkByArea(values, 7, 5, 7, 5)]).toEqual([...values]);
});
