import type { CellNet } from '../models/cell-net.ts';
import type { CellPlanes } from '../nets/cells-apart.ts';
import { tiledCellPlanes } from '../nets/cells-apart-tiles.ts';
import { resample } from '../ops/resize.ts';
import { shrinkByArea } from '../ops/shrink-by-area.ts';
import { percentiles } from '../ops/stretch.ts';
import type { Labels } from '../picture.ts';
import { type Apart, apart, typicalDiameter } from './apart.ts';
import type { CellMaps } from './cell-maps.ts';
import { speckArea } from './specks.ts';

/** A grey picture in numbers of any range, row after row; larger is brighter. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  /** The smallest span of contrast that makes sense: one step of whole numbers. */
  readonly leastSpan: number;
}

/** What a net says of a picture, and how it looked at it. */
export interface Look {
  readonly maps: CellMaps;
  /** Pixels of what the net saw in a pixel of the picture: 1, or less where cells are large. */
  readonly scale: number;
  /** Pixels below which something in the picture is a speck and no cell; 0 where nothing is. */
  readonly specks: number;
  /** Its cells, where they were told apart on the way to find out how large they are, and how they were read. */
  readonly read: { readonly labels: Labels; readonly by: Apart } | null;
}

/** Percentiles that become 0 and 1 before the net sees a picture, and the steps that they are apart at least, as in training. */
const SHARES = [1, 99.8] as const;
const LEAST_STEPS = 4;
/** A picture is not made smaller than this, in pixels. */
const LEAST_SIDE = 16;

/** A picture as the net sees it, 0..1. */
export function stretched({ values, leastSpan }: Pick<Grey, 'values' | 'leastSpan'>): Float32Array {
  const [low = 0, high = 0] = percentiles(values, SHARES);
  const span = Math.max(high - low, LEAST_STEPS * leastSpan);
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const share = (values[i]! - low) / span; // in range
    out[i] = share > 0 ? Math.min(1, share) : 0; // NaN too
  }
  return out;
}

const chances = (logits: Float32Array) => {
  for (let i = 0; i < logits.length; i++) logits[i] = 1 / (1 + Math.exp(-logits[i]!)); // in range
  return logits;
};

/** @param planes handed over: its logits become chances. */
const asMaps = ({ width, height, inside, deep, between }: CellPlanes): CellMaps => ({
  width,
  height,
  inside: chances(inside),
  deep,
  between: chances(between),
});

/**
 * Pixels of what the net sees in a pixel of a picture: less than 1 where cells are larger than it has learnt.
 *
 * @param across diameter of a typical cell in pixels of the picture.
 */
export const scaleFor = (across: number, { large, canonical }: CellNet['manifest']['reading']): number =>
  across <= large ? 1 : canonical / across;

/** A picture as the net sees it at that scale. */
export function atScale(grey: Grey, scale: number): Grey {
  const { width, height } = grey;
  const smaller = (side: number) => Math.min(side, Math.max(LEAST_SIDE, Math.round(side * scale)));
  const [w, h] = [smaller(width), smaller(height)];
  return { ...grey, width: w, height: h, values: shrinkByArea(grey.values, width, height, w, h) };
}

/**
 * What the net says of a picture. Where the cells that a first look finds are larger than it has learnt, or a person says
 * that they are, the picture is made smaller, looked at again, and what is said of it brought back to its size.
 *
 * @param diameter of a typical cell in pixels of the picture; null to find it out.
 * @param tile side of what the net sees at once, in pixels.
 */
export async function* lookForCells(
  grey: Grey,
  net: CellNet,
  diameter: number | null,
  tile?: number,
): AsyncGenerator<{ done: number; of: number }, Look> {
  const { width, height } = grey;
  const { reading, architecture } = net.manifest;
  const see = ({ values, leastSpan }: Grey, w: number, h: number) =>
    tiledCellPlanes(net.weights, architecture, stretched({ values, leastSpan }), w, h, tile);
  let across = diameter;
  if (across === null) {
    const maps = asMaps(yield* see(grey, width, height));
    const labels = apart(maps, reading);
    across = typicalDiameter(labels);
    if (across <= reading.large) {
      const specks = speckArea(grey.values, maps, across, reading);
      return { maps, scale: 1, specks, read: { labels, by: reading } };
    }
  }
  const scale = scaleFor(across, reading);
  if (scale === 1) {
    const maps = asMaps(yield* see(grey, width, height));
    return { maps, scale, specks: speckArea(grey.values, maps, across, reading), read: null };
  }
  const small = atScale(grey, scale);
  const [w, h] = [small.width, small.height];
  const seen = asMaps(yield* see(small, w, h));
  const raised = (plane: Float32Array) =>
    resample(plane, w, { x: 0, y: 0, width: w, height: h }, width, height);
  const maps = {
    width,
    height,
    inside: raised(seen.inside),
    deep: raised(seen.deep),
    between: raised(seen.between),
  };
  return { maps, scale, specks: speckArea(grey.values, maps, across, reading), read: null };
}
