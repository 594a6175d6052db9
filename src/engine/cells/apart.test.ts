import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { type Apart, apart } from './apart.ts';
import type { CellMaps } from './cell-maps.ts';

const [width, height] = [60, 24];
const by: Apart = { threshold: 0.5, seed: 0.4, touch: 0, smooth: 0.5, least: 1 };
/** As a slider that splits more and more. */
const finer = [0.5, 0.6, 0.7, 0.8].map((seed) => ({ seed, touch: 0 }));

/** Cells that are deepest at their middles. */
function mapsOf(cells: readonly { x: number; y: number; radius: number; depth: number }[]): CellMaps {
  const deep = new Float32Array(width * height);
  for (let i = 0; i < deep.length; i++) {
    for (const { x, y, radius, depth } of cells) {
      const share = 1 - Math.hypot((i % width) - x, Math.floor(i / width) - y) / radius;
      if (share > 0) deep[i] = Math.max(deep[i]!, depth * Math.sqrt(share)); // in range
    }
  }
  const inside = deep.map((value) => Number(value > 0.05));
  return { width, height, inside, deep, between: new Float32Array(deep.length) };
}

const clump = mapsOf([
  { x: 14, y: 12, radius: 10, depth: 0.62 },
  { x: 24, y: 12, radius: 10, depth: 0.62 },
]);

test('a clump is parted by finer seeds', () => {
  expect(apart(clump, by).count).toBe(1);
  expect(apart(clump, by, finer).count).toBe(2);
});

test('cells whose seeds vanish in a finer look stay apart', () => {
  const [shallow, deeper] = [{ ...by, seed: 0.5 }, finer.slice(2)]; // two seeds, and none above 0.62
  expect(apart(clump, shallow).count).toBe(2);
  expect(apart(clump, shallow, deeper).count).toBe(2);
});

test('looking closer never loses a cell', () => {
  const random = randomFrom(5);
  for (let round = 0; round < 20; round++) {
    const maps = mapsOf(
      Array.from({ length: 9 }, () => ({
        x: random() * width,
        y: random() * height,
        radius: 3 + 8 * random(),
        depth: 0.4 + 0.6 * random(),
      })),
    );
    const counts = [0, 1, 2, 3, 4].map((steps) => apart(maps, by, finer.slice(0, steps)).count);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  }
});
