import { describe, expect, test } from 'vitest';
import { drawn, mask } from '../../../test/drawn.ts';
import { canny, integerThresholds } from './canny.ts';
import { gaussianBlur, gaussianWeights } from './gaussian.ts';
import { grey } from './grey.ts';
import { hysteresis } from './hysteresis.ts';
import { magnitude, sobel } from './sobel.ts';
import { STRONG, thin, WEAK } from './thin.ts';
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
  const { gx, gy } = sobel(step, 3);
  expect([...gx.subarray(0, 6)]).toEqual([0, 0, 800, 800, 0, 0]);
  expect([...gy]).toEqual(new Array(18).fill(0));
  expect(magnitude(sobel(step, 3), 'L2')[2]).toBe(640_000);
});

test('of two equal maxima side by side the first is kept', () => {
  const gradient = sobel(step, 3);
  const marks = thin(gradient, magnitude(gradient, 'L1'), 100, 900);
  expect([...marks.subarray(0, 6)]).toEqual([0, 0, WEAK, 0, 0, 0]);
});

test('a weak pixel survives only where a chain of weak pixels joins it to a strong one', () => {
  const marks = drawn(`
    2 1 0 1 0 0
    0 0 1 0 0 1`);
  const edges = hysteresis(marks.data, marks.width, marks.height);
  expect([...edges]).toEqual([
    ...mask(`
      ##.#..
      ..#...`).data,
  ]);
  expect(STRONG).toBe(2);
});

test('a serpentine one pixel wide across 2048x2048 is followed to its end', () => {
  const side = 2048;
  const marks = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 2) {
    marks.fill(WEAK, y * side, (y + 1) * side);
    if (y + 2 < side) marks[(y + 1) * side + (y % 4 === 0 ? side - 1 : 0)] = WEAK;
  }
  marks[0] = STRONG;
  const drawnPixels = marks.reduce((sum, mark) => sum + Number(mark > 0), 0);
  expect(hysteresis(marks, side, side).reduce((sum, value) => sum + Number(value === 255), 0)).toBe(
    drawnPixels,
  );
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
    const sizes = [...magnitude(sobel(ramp, 3), 'L1')].sort((a, b) => a - b);
    expect(automaticThresholds(ramp, settings).high).toBe(sizes[8]);
  });
});
