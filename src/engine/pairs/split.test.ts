import { expect, test } from 'vitest';
import { divided } from './split.ts';

test('a tenth is held out, at least one, and every pair is on one side only', () => {
  for (const [count, held] of [
    [200, 20],
    [14, 1],
    [2, 1],
  ] as const) {
    const sides = divided(count, 1);
    expect(sides.held).toHaveLength(held);
    expect([...sides.learnt, ...sides.held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
  }
});

test('the same seed divides alike, another otherwise', () => {
  expect(divided(200, 1)).toEqual(divided(200, 1));
  expect(divided(200, 1).held).not.toEqual(divided(200, 2).held);
});
