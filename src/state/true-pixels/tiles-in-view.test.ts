import { expect, test } from 'vitest';
import { tilesInView } from './tiles-in-view.ts';

const file = { width: 2100, height: 1500 };
const placesOf = (tiles: ReturnType<typeof tilesInView>) => tiles.map(({ x, y }) => `${x / 512},${y / 512}`);

test('tiles that a pane shows a part of come, next to its middle first', () => {
  const seen = { x: 500, y: 600, width: 600, height: 300 }; // its middle, 800, 750, lies in 1,1
  expect(placesOf(tilesInView(file, seen, 99))).toEqual(['1,1', '2,1', '0,1']);
  const lower = { x: 900, y: 900, width: 400, height: 200 };
  expect(placesOf(tilesInView(file, lower, 99))).toEqual(['2,1', '2,2', '1,1', '1,2']);
});

test('those at the right and lower border end with the picture', () => {
  const seen = { x: 1900, y: 1300, width: 900, height: 900 };
  const tiles = tilesInView(file, seen, 99);
  expect(tiles).toContainEqual({ x: 2048, y: 1024, width: 52, height: 476 });
  expect(tiles.every(({ x, width, y, height }) => x + width <= 2100 && y + height <= 1500)).toBe(true);
  expect(placesOf(tiles).sort()).toEqual(['3,2', '4,2']);
});

test('beyond the picture there are none, and all of it is every tile once', () => {
  expect(tilesInView(file, { x: -900, y: 0, width: 900, height: 900 }, 99)).toEqual([]);
  expect(tilesInView(file, { x: 2100, y: 0, width: 10, height: 10 }, 99)).toEqual([]);
  const all = tilesInView(file, { x: -50, y: -50, width: 3000, height: 3000 }, 99);
  expect(new Set(placesOf(all)).size).toBe(5 * 3);
  expect(all.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(2100 * 1500);
});

test('where there are too many, the outermost are left out', () => {
  const seen = { x: 0, y: 0, width: 2100, height: 1500 };
  expect(placesOf(tilesInView(file, seen, 3))).toEqual(placesOf(tilesInView(file, seen, 99)).slice(0, 3));
  expect(placesOf(tilesInView(file, seen, 1))).toEqual(['2,1']);
});
