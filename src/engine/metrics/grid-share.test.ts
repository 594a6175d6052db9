import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { gridShare } from './grid-share.ts';

const SIDE = 256;
const drawn = (value: (x: number, y: number) => number): Picture => ({
  width: SIDE,
  height: SIDE,
  channels: 1,
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => value(i % SIDE, Math.floor(i / SIDE))),
});
const chance = randomFrom(1);
const noise = Float64Array.from({ length: SIDE * SIDE }, () => 40 * (chance() - 0.5));
const noisy = (grid: (x: number, y: number) => number) =>
  gridShare(drawn((x, y) => Math.round(128 + noise[y * SIDE + x]! + grid(x, y))));

test.each([2, 4, 8])('a grid of period %i is nearly all of its picture', (period) => {
  expect(
    gridShare(drawn((x, y) => (x % period < period / 2 !== y % period < period / 2 ? 200 : 50))),
  ).toBeGreaterThan(0.99);
});

test('noise, a slope and waves of another period have next to none, a plain picture none', () => {
  expect(noisy(() => 0)).toBeLessThan(0.005);
  expect(gridShare(drawn((x, y) => Math.round((x + y) / 2)))).toBeLessThan(0.005);
  expect(gridShare(drawn((x) => Math.round(128 + 100 * Math.sin((2 * Math.PI * x) / 11))))).toBeLessThan(
    0.005,
  );
  expect(gridShare(drawn(() => 7))).toBe(0);
});

test('a faint grid in noise has the share of its power, wherever it begins', () => {
  const power = 20 ** 2 / 6; // of values spread evenly over -20..20, times two for -10..10 and so on: 40² / 12
  const share = 9 / (9 + 2 * power);
  const faint = (shift: number) => noisy((x) => ((x + shift) % 4 < 2 ? 3 : -3));
  for (const shift of [0, 1, 3]) expect(Math.abs(faint(shift) / share - 1)).toBeLessThan(0.1);
});
