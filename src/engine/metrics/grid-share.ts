import type { Picture } from '../picture.ts';

/** The longest period of a grid that up-sampling leaves, in pixels; shorter ones divide it. */
const PERIOD = 8;

const hann = (i: number, length: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);

/**
 * How much of a picture's contrast is a grid: the share of its power that repeats every 2, 4 or 8 pixels, across, down or both, which
 * up-sampling in a network leaves (Odena et al. 2016, "Deconvolution and Checkerboard Artifacts"). It is the variance of the means of
 * the 8 x 8 places that pixels have in such a grid over that of all pixels, both under a Hann window, so that borders do not count.
 *
 * @param grey 1 channel, 8 pixels or more on either side.
 * @returns 0..1; 0 for a plain picture.
 */
export function gridShare({ data, width, height }: Picture): number {
  const across = Float64Array.from({ length: width }, (_, x) => hann(x, width));
  let [sum, squares, weights] = [0, 0, 0];
  const sums = new Float64Array(PERIOD * PERIOD);
  const shares = new Float64Array(PERIOD * PERIOD);
  for (let y = 0; y < height; y++) {
    const down = hann(y, height);
    for (let x = 0; x < width; x++) {
      const weight = down * across[x]!; // x is below the width, the place below 64
      const value = data[y * width + x]!;
      const place = (y % PERIOD) * PERIOD + (x % PERIOD);
      sum += weight * value;
      squares += weight * value * value;
      weights += weight;
      sums[place]! += weight * value;
      shares[place]! += weight;
    }
  }
  const mean = sum / weights;
  const variance = squares / weights - mean * mean;
  if (variance < 1e-9) return 0;
  let ofPlaces = 0;
  for (let i = 0; i < sums.length; i++) ofPlaces += (sums[i]! / shares[i]! - mean) ** 2;
  return ofPlaces / sums.length / variance;
}
