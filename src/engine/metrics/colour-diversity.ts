import type { Picture } from '../picture.ts';

/** Steps of each of red, green and blue. */
const STEPS = 8;

/** Share of a picture's pixels in each of 8 x 8 x 8 boxes of the RGB cube. */
export function colourHistogram({ data, width, height }: Picture): Float64Array {
  const shares = new Float64Array(STEPS ** 3);
  const step = (at: number) => (data[at] ?? 0) >> 5;
  for (let i = 0; i < 3 * width * height; i += 3) {
    shares[(step(i) * STEPS + step(i + 1)) * STEPS + step(i + 2)]! += 1 / (width * height); // 512 boxes
  }
  return shares;
}

/** Half the sum of differences, the total variation distance: 0 for the same colours, 1 for none in common. */
function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - (b[i] ?? 0)), 0) / 2;
}

/**
 * How far a set's pictures differ in colour: the mean distance of two of their {@link colourHistogram}s.
 *
 * @returns 0 (all of the same colours) to 1 (no two share one); 0 for fewer than two pictures.
 */
export function colourDiversity(histograms: readonly Float64Array[]): number {
  const distances = histograms.flatMap((a, i) => histograms.slice(i + 1).map((b) => distance(a, b)));
  return distances.reduce((sum, value) => sum + value, 0) / Math.max(1, distances.length);
}
