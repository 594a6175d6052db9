import { expect, test } from 'vitest';
import { apart } from '../cells/apart.ts';
import type { Look } from '../cells/look-for-cells.ts';
import { defaultCells } from '../recipe.ts';
import { toldApart } from './cells.ts';

const reading = {
  threshold: 0.5,
  seed: 0.5,
  touch: 0,
  smooth: 0.5,
  least: 16,
  large: 44,
  canonical: 30,
  speck: 0.1,
};

/** Two cells of 16 x 16 side by side, as deep as 1 in their middles and `saddle` deep where they meet; and a crumb of 3 x 3. */
function pair(saddle: number, scale = 1): Look {
  const [width, height] = [48, 24];
  const inside = new Float32Array(width * height);
  const deep = new Float32Array(width * height);
  for (let y = 4; y < 20; y++) {
    for (let x = 4; x < 36; x++) {
      inside[y * width + x] = 0.9;
      const across = Math.abs(x - 19.5); // from where they meet
      deep[y * width + x] = saddle + (1 - saddle) * Math.max(0, 1 - Math.abs(across - 8) / 8);
    }
  }
  for (let y = 2; y < 5; y++) for (let x = 42; x < 45; x++) inside[y * width + x] = deep[y * width + x] = 0.8;
  return {
    maps: { width, height, inside, deep, between: new Float32Array(width * height) },
    scale,
    specks: 0,
    read: null,
  };
}

const counted = (look: Look, change: Partial<typeof defaultCells>, pixel = 1) =>
  toldApart(look, { ...defaultCells, ...change }, reading, pixel).count;

test('more split parts cells that hang together, less joins those that do not', () => {
  expect(counted(pair(0.55), {})).toBe(1);
  expect(counted(pair(0.55), { split: 0.5 })).toBe(2);
  expect(counted(pair(0.3), {})).toBe(2);
  expect(counted(pair(0.3), { split: -1 })).toBe(1);
});

test('the least size is in pixels of the file, but a cell is no crumb because the working picture is small', () => {
  expect(counted(pair(0.3), { least: 9 })).toBe(3);
  expect(counted(pair(0.3), { least: 10 })).toBe(2);
  expect(counted(pair(0.3), { least: 300 })).toBe(0); // 256 each
  // A pixel that stands for four of the file: the two cells have 1024 each, the crumb 36 of nine that were seen.
  expect(counted(pair(0.3), { least: 1024 }, 4)).toBe(2);
  expect(counted(pair(0.3), { least: 1028 }, 4)).toBe(0);
  expect(counted(pair(0.3), { least: 16 }, 4)).toBe(2);
});

test('specks are no cells, unless a person asks for smaller cells than the model does', () => {
  const look = { ...pair(0.3), specks: 20 };
  const crumb = { ...look.maps, inside: look.maps.inside.slice(), deep: look.maps.deep.slice() };
  for (let y = 2; y < 6; y++)
    for (let x = 42; x < 46; x++) crumb.inside[y * 48 + x] = crumb.deep[y * 48 + x] = 0.8; // 16 px
  expect(counted({ ...look, maps: crumb, specks: 0 }, {})).toBe(3);
  expect(counted({ ...look, maps: crumb }, {})).toBe(2);
  expect(counted({ ...look, maps: crumb }, { least: 15 })).toBe(3);
  expect(counted({ ...look, specks: 257 }, {})).toBe(0); // 256 each
});

test('a higher threshold asks for more certainty', () => {
  expect(counted(pair(0.3), { threshold: 0.85, least: 1 })).toBe(2);
  expect(counted(pair(0.3), { threshold: 0.95, least: 1 })).toBe(0);
});

test('cells that the look has already told apart are taken only where they were read by the same settings', () => {
  const look = pair(0.3);
  const labels = apart(look.maps, { ...reading, threshold: 0.85 });
  const known: Look = { ...look, read: { labels, by: { ...reading, threshold: 0.85 } } };
  const told = (threshold: number) => toldApart(known, { ...defaultCells, threshold }, reading, 1);
  expect(told(0.85)).toBe(labels);
  expect(told(0.5)).toEqual(toldApart(look, defaultCells, reading, 1));
});
