import { describe, expect, test } from 'vitest';
import { drawn, mask, serpentine } from '../../../test/drawn.ts';
import { canny, integerThresholds } from './canny.ts';
import { gaussianBlur, gaussianWeights } from './gaussian.ts';
import { grey } from './grey.ts';
import { hysteresis } from './hysteresis.ts';
import { gradientRow, gxOf, gyOf, sobel } from './sobel.ts';
import { GROUND, STRONG, thin, WEAK } from './thin.ts';
import { automaticThresholds } from './thresholds.ts';

const step = drawn(`
  0 0 0 200 200 200
  0 0 0 200 200 200
  0 0 0 200 200 200`);
const settings = { sigma: 0, aperture: 3, norm: 'L1', low: 100, high: 200 } as const;

test('grey weighs red, green and blue as OpenCV does', () => {
  const colours = {
    width: 3,
    height: 1,
    channels: 3,
    data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255),
  } as const;
  expect([...grey(colours).data]).toEqual([76, 150, 29]);
});

describe('Gaussian blur', () => {
  test('the weights of every sigma sum to 256 and are symmetric', () => {
    for (const sigma of [0.3, 1, 1.4, 2.7, 10]) {
      const weights = [...gaussianWeights(sigma)];
      expect(weights.reduce((sum, weight) => sum + weight)).toBe(256);
      expect(weights.toReversed()).toEqual(weights);
    }
  });

  test('a constant picture stays as it is, also when the kernel is larger than the picture', () => {
    const flat = drawn('77 77 77');
    expect(gaussianBlur(flat, 3)).toEqual(flat);
  });
});

test('the gradient of a vertical step is four times its height, on both sides of it', () => {
  const row = gradientRow(step.width);
  sobel(step, 1, 3, 'L2', row);
  expect([...row.gradient].map(gxOf)).toEqual([0, 0, 0, 800, 800, 0, 0, 0]);
  expect([...row.gradient].map(gyOf)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...row.size]).toEqual([0, 0, 0, 640_000, 640_000, 0, 0, 0]);
});

test('of two equal maxima side by side the first is kept', () => {
  const row = gradientRow(step.width);
  sobel(step, 1, 3, 'L1', row);
  const marks = new Uint8Array(step.width);
  thin(row, row.size, row.size, 100, 900, marks, 0);
  expect([...marks]).toEqual([GROUND, GROUND, WEAK, GROUND, GROUND, GROUND]);
});

test('a weak pixel survives only where a chain of weak pixels joins it to a strong one', () => {
  const marks = drawn(`
    0 0 0 0 0 0 0 0
    0 2 1 0 1 0 0 0
    0 0 0 1 0 0 1 0
    0 0 0 0 0 0 0 0`);
  expect([...hysteresis(marks.data, 6, 2)]).toEqual([
    ...mask(`
      ##.#..
      ..#...`).data,
  ]);
});

test('a serpentine one pixel wide across 2048x2048 is followed to its end', () => {
  const { marks, side, length } = serpentine(WEAK);
  marks[side + 3] = STRONG;
  expect(hysteresis(marks, side, side).reduce((sum, value) => sum + Number(value === 255), 0)).toBe(length);
});

test('thresholds in the wrong order are swapped', () => {
  expect(canny(step, { ...settings, low: 200, high: 100 })).toEqual(canny(step, settings));
});

test('L2 thresholds are squared before the fraction is cut off, those of aperture 7 divided by 16', () => {
  expect(integerThresholds({ ...settings, norm: 'L2', low: 1.5, high: 40_000 })).toEqual({
    low: 2,
    high: 32767 ** 2,
  });
  expect(integerThresholds({ ...settings, aperture: 7, low: 100, high: 200 })).toEqual({ low: 6, high: 12 });
});

describe('automatic thresholds', () => {
  test('a constant picture has thresholds of 0 and no edges', () => {
    const flat = drawn('9 9 9');
    expect(automaticThresholds(flat, settings)).toEqual({ low: 0, high: 0 });
    expect(canny(flat, { ...settings, low: 0, high: 0 }).data.every((value) => value === 0)).toBe(true);
  });

  test('high is the magnitude that nine of ten pixels do not pass', () => {
    const ramp = drawn('0 1 3 6 10 15 21 28 36 45');
    // |gx| of the ramp is four times these differences: 1 3 5 7 9 11 13 15 17 9; the ninth of ten in order is 15.
    expect(automaticThresholds(ramp, settings)).toEqual({ low: 24, high: 60 });
  });
});
