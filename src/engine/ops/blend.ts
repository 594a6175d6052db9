import type { Picture } from '../picture.ts';

/**
 * One picture over another of the same size and channels.
 *
 * @param share of the upper one, 0..1.
 * @param mask height * width factors of that share, 0..1; null for 1 everywhere.
 */
export function blend(
  below: Picture,
  above: Picture,
  share: number,
  mask: Float32Array | null = null,
): Picture {
  if (share === 1 && !mask) return above;
  const data = above.data.map((value, i) => {
    const under = below.data[i] ?? 0;
    const part = mask ? share * (mask[Math.floor(i / above.channels)] ?? 0) : share;
    return Math.round(under + (value - under) * part);
  });
  return { ...above, data };
}
