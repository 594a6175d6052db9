import { expect, test } from 'vitest';
import { createFilm } from './film.ts';

/** A stand-in for an ImageData of 4 bytes, which Node lacks. */
const frame = (value: number) =>
  ({ width: 1, height: 1, data: new Uint8ClampedArray(4).fill(value) }) as ImageData;
const shade = (image: ImageData | undefined) => image?.data[0];

test('gives the frame of a step, or the nearest that is kept', () => {
  const film = createFilm(1000);
  film.put(1, frame(1));
  film.put(4, frame(4));
  expect(shade(film.nearest(4))).toBe(4);
  expect(shade(film.nearest(2))).toBe(1);
  expect(shade(film.nearest(9))).toBe(4);
});

test('stays within its budget, and keeps the first and the newest', () => {
  const film = createFilm(40);
  for (let i = 1; i <= 100; i++) film.put(i, frame(i));
  const kept = new Set(Array.from({ length: 100 }, (_, i) => shade(film.nearest(i + 1))));
  expect(kept.size).toBeLessThanOrEqual(10);
  expect(kept).toContain(1);
  expect(kept).toContain(100);
});

test('has nothing left once it is cut, and takes every frame again', () => {
  const film = createFilm(12);
  for (let i = 1; i <= 9; i++) film.put(i, frame(i));
  film.clear();
  expect(film.nearest(1)).toBeUndefined();
  film.put(1, frame(1));
  film.put(2, frame(2));
  expect(shade(film.nearest(2))).toBe(2);
});
