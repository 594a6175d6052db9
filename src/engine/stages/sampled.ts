import type { Samples } from '../picture.ts';

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/**
 * Every so many values of a plane, so that at most `most` are taken, and never only those of some columns.
 *
 * @param width of the plane, in pixels.
 */
export function sampled(samples: Samples | Float32Array, width: number, most: number): Float32Array {
  let stride = Math.max(1, Math.ceil(samples.length / most));
  while (stride > 1 && commonFactor(stride, width) > 1) stride++;
  const taken = new Float32Array(Math.ceil(samples.length / stride));
  for (let i = 0; i < taken.length; i++) taken[i] = samples[i * stride]!; // below the length
  return taken;
}
