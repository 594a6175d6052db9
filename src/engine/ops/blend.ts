import type { Picture } from '../picture.ts';

/** One picture over another of the same size and channels. @param share of the upper one, 0..1. */
export function blend(below: Picture, above: Picture, share: number): Picture {
  if (share === 1) return above;
  const data = above.data.map((value, i) => {
    const under = below.data[i] ?? 0;
    return Math.round(under + (value - under) * share);
  });
  return { ...above, data };
}
