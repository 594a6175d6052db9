import { expect, test } from 'vitest';
import { scaleBar } from './scale-bar.ts';

test.each([
  [0.5, 100, 100, '50 µm'],
  [0.325, 100, 61.538, '20 µm'],
  [0.001, 100, 100, '100 nm'],
  [0.02, 20, 10, '200 nm'],
  [0.0925, 64, 54.054, '5 µm'],
  [10, 150, 100, '1 mm'],
  [1, 30, 20, '20 µm'],
  [0.009, 10 / 0.009, 1111.11, '10 µm'],
])('pixels of %f µm, at most %f of them: %f px, %s', (pixelUm, longest, pixels, label) => {
  const bar = scaleBar(pixelUm, longest);
  expect(bar.label).toBe(label);
  expect(bar.pixels).toBeCloseTo(pixels, 2);
});
