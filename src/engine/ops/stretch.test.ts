import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { percentiles } from './stretch.ts';

const shares = [0, 0.1, 1, 33.3, 50, 99, 99.9, 100];

test.each([
  ['bytes', Uint8Array, 255],
  ['16 bits', Uint16Array, 65_535],
  ['a few values of 16 bits', Uint16Array, 3],
] as const)('percentiles of %s that are counted are those of the same numbers as floats', (_, Type, most) => {
  const random = randomFrom(most);
  for (const length of [1, 2, 7, 1000, 4097]) {
    const values = new Type(Array.from({ length }, () => Math.floor(random() ** 3 * (most + 1))));
    expect(percentiles(values, shares)).toEqual(percentiles(new Float32Array(values), shares));
    const sorted = [...values].sort((a, b) => a - b);
    const place = 0.333 * (length - 1);
    const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.floor(place) + 1]];
    expect(percentiles(values, [33.3])[0]).toBeCloseTo(below + (above - below) * (place % 1), 6);
  }
});

test('of no numbers all percentiles are 0', () => {
  expect(percentiles(new Uint16Array(), shares)).toEqual(shares.map(() => 0));
});
