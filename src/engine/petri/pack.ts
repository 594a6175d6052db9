import type { Point } from './scatter.ts';

export interface Disc extends Point {
  readonly radius: number;
}

/**
 * Discs that do not touch: large ones first, then ever smaller ones into the gaps.
 *
 * @param radii from large to small, each tried at `tries` random places.
 * @param gap least distance between two.
 * @param extent how far from the middle a disc may reach.
 */
export function pack(
  random: () => number,
  radii: readonly number[],
  { gap, tries, extent }: { gap: number; tries: number; extent: number },
): Disc[] {
  const discs: Disc[] = [];
  for (const radius of radii) {
    for (let i = 0; i < tries; i++) {
      const x = extent * (2 * random() - 1);
      const y = extent * (2 * random() - 1);
      if (Math.sqrt(x * x + y * y) + radius > extent) continue;
      if (discs.some((d) => (d.x - x) ** 2 + (d.y - y) ** 2 < (d.radius + radius + gap) ** 2)) continue;
      discs.push({ x, y, radius });
      break;
    }
  }
  return discs;
}

/** `count` radii from `largest` to `smallest`; the larger `power`, the more small ones. */
export const falling = (count: number, largest: number, smallest: number, power: number): number[] =>
  Array.from({ length: count }, (_, i) => smallest + (largest - smallest) * (1 - i / (count - 1)) ** power);
