import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { fromFloat16, toFloat16 } from './float16.ts';

const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
const isNumber = (half: number) => (half & 0x7fff) <= 0x7c00;

test('every half float that is a number survives the way to float32 and back', () => {
  const numbers = all.filter(isNumber);
  expect(toFloat16(fromFloat16(numbers))).toEqual(numbers);
});

test('what is no number stays none', () => {
  const none = all.filter((half) => !isNumber(half));
  expect(fromFloat16(none).every(Number.isNaN)).toBe(true);
  expect(toFloat16(fromFloat16(none)).some(isNumber)).toBe(false);
});

test('known values of the standard', () => {
  const bits = Uint16Array.of(0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0x7bff, 0xc000, 0x7c00);
  expect([...fromFloat16(bits)]).toEqual([
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    0.333251953125,
    1,
    65504,
    -2,
    Number.POSITIVE_INFINITY,
  ]);
});

test('a float32 becomes the nearest half float, and the even one of two that are equally near', () => {
  const random = randomFrom(7);
  const values = Float32Array.from({ length: 20000 }, () => (random() - 0.5) * 2 ** (random() * 42 - 26));
  const halves = toFloat16(values);
  const back = fromFloat16(halves);
  const above = fromFloat16(halves.map((half) => half + 1));
  const below = fromFloat16(halves.map((half) => ((half & 0x7fff) === 0 ? half : half - 1)));
  for (const [i, value] of values.entries()) {
    const error = Math.abs((back[i] ?? 0) - value);
    expect(error).toBeLessThanOrEqual(Math.abs((above[i] ?? 0) - value));
    expect(error).toBeLessThanOrEqual(Math.abs((below[i] ?? 0) - value));
  }
  const ties = Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25, 65519.996, 65520);
  expect([...toFloat16(ties)]).toEqual([0x3c00, 0x3c02, 0, 2, 0x7bff, 0x7c00]);
});
