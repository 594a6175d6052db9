import { expect, test } from 'vitest';
import { cropOf, moved, pulled, scaled, squareOf } from './crop.ts';

const file = { width: 2048, height: 1024 };

test('a square goes into the recipe and comes back as it was', () => {
  for (const square of [
    { x: 100, y: 50, side: 300 },
    { x: 0, y: 0, side: 1024 },
    { x: 2048 - 64, y: 1024 - 64, side: 64 },
  ]) {
    const back = squareOf(cropOf(square, file), file);
    expect(Math.abs(back.x - square.x)).toBeLessThanOrEqual(1);
    expect(Math.abs(back.y - square.y)).toBeLessThanOrEqual(1);
    expect(Math.abs(back.side - square.side)).toBeLessThanOrEqual(1);
  }
});

test('a square that is moved, pulled or scaled stays within the picture', () => {
  const square = { x: 1700, y: 700, side: 300 };
  expect(moved(square, { x: 500, y: 500 }, file)).toEqual({ x: 1748, y: 724, side: 300 });
  expect(pulled(square, { x: 1, y: 1 }, { x: 5000, y: 5000 }, file)).toEqual({ x: 1700, y: 700, side: 324 });
  expect(pulled(square, { x: -1, y: -1 }, { x: 1900, y: 900 }, file)).toEqual({ x: 1900, y: 900, side: 100 });
  expect(pulled(square, { x: 1, y: 1 }, { x: 0, y: 0 }, file).side).toBe(64); // the largest zoom
  expect(scaled(square, 100, file)).toEqual({ x: 1024, y: 0, side: 1024 });
  expect(scaled(square, 0.5, file)).toEqual({ x: 1775, y: 775, side: 150 });
});
