import type { Labels } from '../picture.ts';

/** Steps between the lowest and the highest level that are told apart. */
const LEVELS = 1024;

/**
 * Grows seeds over a mask, the highest places first, until they meet (Meyer 1994, doi:10.1016/0165-1684(94)90060-4). Of two
 * places of one height the one that was reached first goes first, so the result is the same from run to run. Heights are told
 * apart in 1024 steps between the lowest and the highest inside the mask.
 *
 * @param height how deep inside its cell a pixel lies: height * width numbers of any range.
 * @param seeds of the same size; seeds outside of the mask do not grow.
 * @param mask what is not 0 may be taken.
 * @returns the seeds' labels, grown; 0 outside the mask and in parts of it without a seed.
 */
export function watershed(height: Float32Array, seeds: Labels, mask: Uint8Array): Uint32Array<ArrayBuffer> {
  const { width, data } = seeds;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    low = Math.min(low, height[i]!);
    high = Math.max(high, height[i]!);
  }
  const scale = high > low ? (LEVELS - 1) / (high - low) : 0;
  const levelOf = (i: number) => Math.round((height[i]! - low) * scale);

  // One queue a level, as lists that are linked by `next`: what waits is taken from the highest level, oldest first.
  const first = new Int32Array(LEVELS).fill(-1);
  const last = new Int32Array(LEVELS).fill(-1);
  const next = new Int32Array(mask.length);
  let top = -1;
  const wait = (i: number) => {
    const level = levelOf(i);
    next[i] = -1;
    if (last[level]! < 0) first[level] = i;
    else next[last[level]!] = i;
    last[level] = i;
    if (level > top) top = level;
  };

  const out = new Uint32Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (!data[i] || !mask[i]) continue;
    out[i] = data[i]!;
    wait(i);
  }
  while (top >= 0) {
    const i = first[top]!;
    if (i < 0) {
      top--;
      continue;
    }
    first[top] = next[i]!;
    if (first[top]! < 0) last[top] = -1;
    const label = out[i]!;
    const x = i % width;
    const reach = (j: number) => {
      if (!mask[j] || out[j]) return;
      out[j] = label;
      wait(j);
    };
    if (i >= width) reach(i - width);
    if (x > 0) reach(i - 1);
    if (x < width - 1) reach(i + 1);
    if (i + width < mask.length) reach(i + width);
  }
  return out;
}
