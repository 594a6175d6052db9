import { type GradientRow, gxOf, gyOf } from './sobel.ts';

/** tan 22.5° in 15 bits; the directions are told apart in integers, since floats miss a pixel here and there. */
const TAN_22 = 13573;

/** What a pixel is after thinning. */
export const GROUND = 0;
export const WEAK = 1;
export const STRONG = 2;

/**
 * Non-maximum suppression across the edge along one row, as OpenCV's Canny does it (its strict and non-strict comparisons
 * included): pixels whose magnitude is above `low` and largest along the gradient become WEAK, or STRONG above `high`.
 *
 * @param above and `below`: magnitudes of the neighbouring rows, with a 0 on either side; all 0 outside the picture.
 * @param low exclusive, as is `high`; on the scale of the magnitudes.
 * @param marks where the row is written, its first pixel at index `from`; expected to hold GROUND.
 */
export function thin(
  { gradient, size }: GradientRow,
  above: Int32Array,
  below: Int32Array,
  low: number,
  high: number,
  marks: Uint8Array,
  from: number,
): void {
  // All indices are within their arrays: x runs over the picture, and the rows have a 0 on either side.
  for (let x = 1; x < size.length - 1; x++) {
    const m = size[x]!;
    if (m <= low) continue;
    const gx = gxOf(gradient[x]!);
    const gy = gyOf(gradient[x]!);
    const ax = Math.abs(gx);
    const ay = Math.abs(gy) << 15;
    const flat = ax * TAN_22;
    let isPeak: boolean;
    if (ay < flat) isPeak = m > size[x - 1]! && m >= size[x + 1]!;
    else if (ay > flat + (ax << 16)) isPeak = m > above[x]! && m >= below[x]!;
    else if ((gx ^ gy) < 0) isPeak = m > above[x + 1]! && m > below[x - 1]!;
    else isPeak = m > above[x - 1]! && m > below[x + 1]!;
    if (isPeak) marks[from + x - 1] = m > high ? STRONG : WEAK;
  }
}
