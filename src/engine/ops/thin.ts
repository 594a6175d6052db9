import type { Gradient } from './sobel.ts';

/** tan 22.5° in 15 bits; the directions are told apart in integers, since floats miss a pixel here and there. */
const TAN_22 = 13573;

/** What a pixel is after thinning. */
export const GROUND = 0;
export const WEAK = 1;
export const STRONG = 2;

/**
 * Non-maximum suppression across the edge, as OpenCV's Canny does it (its strict and non-strict comparisons included):
 * pixels whose magnitude is above `low` and largest along the gradient are WEAK, or STRONG above `high`.
 *
 * @param size magnitudes, row after row; taken as 0 outside the picture.
 * @param low exclusive, on the scale of `size`.
 * @param high exclusive, on the scale of `size`.
 */
export function thin(
  { width, height, gx, gy }: Gradient,
  size: Int32Array,
  low: number,
  high: number,
): Uint8Array {
  const marks = new Uint8Array(width * height);
  const nothing = new Int32Array(width + 2);
  // Three rows of magnitudes with a 0 on either side, so that no comparison asks for the border.
  const rows = [new Int32Array(width + 2), new Int32Array(width + 2), new Int32Array(width + 2)] as const;
  const row = (y: number) => {
    if (y < 0 || y >= height) return nothing;
    const padded = rows[(y % 3) as 0 | 1 | 2]; // y is not negative
    padded.set(size.subarray(y * width, (y + 1) * width), 1);
    return padded;
  };

  let above = nothing;
  let here = row(0);
  for (let y = 0; y < height; y++) {
    const below = row(y + 1);
    thinRow(gx, gy, y * width, above, here, below, width, low, high, marks);
    above = here;
    here = below;
  }
  return marks;
}

/** One row; apart, because engines compile the inner loop better so. All indices are within their arrays. */
function thinRow(
  gx: Int16Array,
  gy: Int16Array,
  from: number,
  above: Int32Array,
  here: Int32Array,
  below: Int32Array,
  width: number,
  low: number,
  high: number,
  marks: Uint8Array,
) {
  for (let x = 1; x <= width; x++) {
    const m = here[x]!;
    if (m <= low) continue;
    const dx = gx[from + x - 1]!;
    const dy = gy[from + x - 1]!;
    const ax = Math.abs(dx);
    const ay = Math.abs(dy) << 15;
    const flat = ax * TAN_22;
    let isPeak: boolean;
    if (ay < flat) isPeak = m > here[x - 1]! && m >= here[x + 1]!;
    else if (ay > flat + (ax << 16)) isPeak = m > above[x]! && m >= below[x]!;
    else if ((dx ^ dy) < 0) isPeak = m > above[x + 1]! && m > below[x - 1]!;
    else isPeak = m > above[x - 1]! && m > below[x + 1]!;
    if (isPeak) marks[from + x - 1] = m > high ? STRONG : WEAK;
  }
}
