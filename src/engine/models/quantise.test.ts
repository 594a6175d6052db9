import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { dequantise, SCALE } from './dequantise.ts';
import { quantise } from './quantise.ts';

const SHAPE = [3, 3, 5, 4];
const random = randomFrom(1);
/** The last output channel is a thousandth of the first; the second is nothing. */
const weights = Float32Array.from(
  { length: 180 },
  (_, i) => (random() - 0.5) * ([1, 0, 0.1, 0.001][i % 4] ?? 0),
);

test('every weight comes back to half a step of its own channel', () => {
  const { integers, scale } = quantise(weights, SHAPE);
  expect(scale.shape).toEqual([1, 1, 1, 4]);
  const back = dequantise(
    {
      tensors: new Map([
        ['w', integers],
        [`w${SCALE}`, scale],
      ]),
      metadata: {},
    },
    'file',
  );
  const steps = [...scale.values];
  expect(steps[1]).toBe(0);
  weights.forEach((weight, i) => {
    const step = steps[i % 4] ?? 0;
    expect(Math.abs((back.get('w')?.values[i] ?? Number.NaN) - weight)).toBeLessThanOrEqual(0.501 * step);
  });
  expect(Math.max(...integers.values)).toBeLessThanOrEqual(127);
  expect(Math.max(...[...integers.values].map(Math.abs))).toBe(127);
});
