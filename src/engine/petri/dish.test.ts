import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { dishKinds, drawDish, kindOf } from './dish.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a dish has the size that was asked for, in RGB, odd sizes too', () => {
  for (const size of [1, 33, 64]) {
    const { width, height, channels, data } = drawDish(3, size);
    expect([width, height, channels, data.length]).toEqual([size, size, 3, size * size * 3]);
  }
});

test('the same seed draws the same dish, another seed another', () => {
  expect(sha256(drawDish(5, 48).data)).toBe(sha256(drawDish(5, 48).data));
  expect(sha256(drawDish(5, 48).data)).not.toBe(sha256(drawDish(6, 48).data));
});

test('every kind of dish comes up within a few hundred seeds', () => {
  const seen = new Set(Array.from({ length: 400 }, (_, seed) => kindOf(seed)));
  expect([...seen].sort()).toEqual([...dishKinds].sort());
});
