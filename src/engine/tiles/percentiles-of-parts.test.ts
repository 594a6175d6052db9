import { expect, test } from 'vitest';
import { percentiles } from '../ops/stretch.ts';
import { randomFrom } from '../random.ts';
import { percentilesOfParts } from './percentiles-of-parts.ts';

const random = randomFrom(3);
const draw = (count: number, value: () => number) => Float32Array.from({ length: count }, value);

test.each([
  ['whole numbers', draw(5000, () => Math.floor(random() * 300))],
  ['numbers of 16 bits', draw(5000, () => Math.floor(random() ** 4 * 65_535))],
  ['fractions', draw(5000, () => random() * 1e-3)],
  ['mostly one value', draw(5000, () => (random() < 0.97 ? 0 : random() * 1e6))],
  ['crowded and far', draw(5000, () => (random() < 0.001 ? 1e9 : random()))],
  [
    'some that are no numbers',
    draw(500, () => (random() < 0.1 ? Number.NaN : random() / (random() < 0.1 ? 0 : 1))),
  ],
  ['one value', draw(50, () => 7)],
  ['none', new Float32Array()],
])('%s: the percentiles of parts are those of the whole', async (_, values) => {
  const shares = [0, 0.1, 1, 37.5, 50, 99, 99.9, 100];
  const parts = async function* () {
    for (let at = 0; at < values.length; at += 777) yield values.subarray(at, at + 777);
  };
  expect(await percentilesOfParts(parts, shares)).toEqual(percentiles(values, shares));
});
