import { blurFloats } from '../ops/blur-floats.ts';
import { components } from '../ops/components.ts';
import type { Labels } from '../picture.ts';
import type { CellMaps } from './cell-maps.ts';
import { withoutHoles } from './holes.ts';
import { areas, numbered, withoutCrumbs } from './labels.ts';
import { parted } from './parted.ts';
import { withoutSpecks } from './specks.ts';
import { watershed } from './watershed.ts';

/** How cells are read from maps. */
export interface Apart {
  /** Chance, 0..1, from which on a pixel is inside a cell. */
  readonly threshold: number;
  /** How deep inside a cell its seed begins, 0..1: more joins less. */
  readonly seed: number;
  /** How much the chance that two cells touch lowers the depth. */
  readonly touch: number;
  /** Standard deviation of the blur over the depth, in pixels. */
  readonly smooth: number;
  /** Pixels that a cell has at least. */
  readonly least: number;
}

/** Pixels that a seed has at least. */
const LEAST_SEED = 3;

/** How deep a seed begins, and what touching costs: what decides where one cell ends and the next begins. */
export type Seeding = Pick<Apart, 'seed' | 'touch'>;

/**
 * The cells: seeds are where a pixel lies deep inside, they grow by watershed over what is inside at all, parts without a seed
 * are cells of their own; then crumbs go and holes are filled.
 *
 * @param finer further ways to seed, each with a higher `seed` and `touch` than the one before: a seed that falls apart in one
 *   gives way to its parts.
 * @param specks pixels below which something is a speck: `speckArea`. It goes to the cell that it touches, or is no cell.
 */
export function apart(maps: CellMaps, by: Apart, finer: readonly Seeding[] = [], specks = 0): Labels {
  const { width, height, inside } = maps;
  const { threshold, least, smooth } = by;
  const mask = new Uint8Array(inside.length);
  for (let i = 0; i < mask.length; i++) mask[i] = Number(inside[i]! > threshold); // in range
  const depth = depthOf(maps, by.touch, smooth);
  let seeds = seedsIn(maps, depth, mask, by.seed);
  for (const { seed, touch } of finer) {
    seeds = parted(seeds, seedsIn(maps, depthOf(maps, touch, smooth), mask, seed));
  }
  const grown = watershed(depth, seeds, mask);
  const open = new Uint8Array(mask.length);
  for (let i = 0; i < open.length; i++) open[i] = Number(mask[i] === 1 && grown[i] === 0);
  const rest = components(open, width, height);
  if (rest.count > 0) {
    for (let i = 0; i < grown.length; i++) if (rest.data[i]) grown[i] = seeds.count + rest.data[i]!;
  }
  const labels = numbered(grown, width, height);
  const cells =
    specks > 0 ? numbered(watershed(depth, withoutSpecks(labels, specks), mask), width, height) : labels;
  return withoutHoles(withoutCrumbs(cells, least));
}

/** How deep each pixel lies inside its own cell, less where two cells touch. */
function depthOf({ width, height, deep, between }: CellMaps, touch: number, smooth: number): Float32Array {
  const raw = new Float32Array(deep.length);
  for (let i = 0; i < raw.length; i++) raw[i] = Math.min(1, Math.max(0, deep[i]!)) - touch * between[i]!; // of one size
  return blurFloats(raw, width, height, smooth);
}

function seedsIn({ width, height }: CellMaps, depth: Float32Array, mask: Uint8Array, seed: number): Labels {
  const open = new Uint8Array(mask.length);
  for (let i = 0; i < open.length; i++) open[i] = Number(mask[i] === 1 && depth[i]! > seed); // of one size
  return withoutCrumbs(components(open, width, height), LEAST_SEED);
}

/** Diameter in pixels of the disc of the cells' median area; 0 where there is no cell. */
export function typicalDiameter(labels: Labels): number {
  const sizes = areas(labels).slice(1).sort();
  if (sizes.length === 0) return 0;
  const [low, high] = [sizes[(sizes.length - 1) >> 1]!, sizes[sizes.length >> 1]!]; // in range
  return Math.sqrt((2 * (low + high)) / Math.PI);
}
