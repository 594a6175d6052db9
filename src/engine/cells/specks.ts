import type { Labels } from '../picture.ts';
import type { CellMaps } from './cell-maps.ts';
import { areas, atBorder, kept } from './labels.ts';

/** How specks are told from cells. */
export interface SpeckReading {
  /** Chance, 0..1, from which on a pixel is inside a cell. */
  readonly threshold: number;
  /** Share of a typical cell's area below which something is a speck. */
  readonly speck: number;
  /** Typical diameter in pixels from which on there are specks. */
  readonly canonical: number;
}

/**
 * Pixels below which something is a speck and no cell: in bright field, where cells are dark on bright ground and large, what is
 * much smaller than a typical cell is a platelet, debris, a fold, or the last sliver of a cell that the border cuts. In
 * fluorescence a small bright spot can be a cell of its own, and it stays.
 *
 * @param values the grey that the maps were made from; larger is brighter.
 * @param across diameter of a typical cell in pixels.
 * @returns 0 where nothing is a speck.
 */
export function speckArea(
  values: Float32Array,
  { inside }: Pick<CellMaps, 'inside'>,
  across: number,
  { threshold, speck, canonical }: SpeckReading,
): number {
  if (across <= canonical) return 0;
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]]; // ground, cells
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const side = Number(inside[i]! > threshold) as 0 | 1; // of one size
    sums[side] += values[i]!;
    counts[side]++;
  }
  const isDark = sums[1] * counts[0] < sums[0] * counts[1]; // false where there is no cell or no ground
  return isDark ? Math.ceil((speck * Math.PI * across * across) / 4) : 0;
}

/**
 * Without specks. What the picture's border cuts may be a part of a larger cell: of it half as much is enough.
 *
 * @param least pixels that a cell has at least.
 */
export function withoutSpecks(labels: Labels, least: number): Labels {
  const [pixels, cut] = [areas(labels), atBorder(labels)];
  return kept(labels, (label) => pixels[label]! >= (cut[label] ? least / 2 : least)); // labels are 0..count
}
