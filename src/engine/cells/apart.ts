import type { CellPlanes } from '../nets/cells-apart.ts';
import { blurFloats } from '../ops/blur-floats.ts';
import { components } from '../ops/components.ts';
import type { Labels } from '../picture.ts';
import { withoutHoles } from './holes.ts';
import { areas, numbered, withoutCrumbs } from './labels.ts';
import { watershed } from './watershed.ts';

/** How cells are read from what the net says. */
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

const chance = (logit: number) => 1 / (1 + Math.exp(-logit));

/**
 * The cells: seeds are where a pixel lies deep inside, they grow by watershed over what is inside at all, parts without a seed
 * are cells of their own; then crumbs go and holes are filled.
 */
export function apart(planes: CellPlanes, { threshold, seed, touch, smooth, least }: Apart): Labels {
  const { width, height, inside, deep, between } = planes;
  const mask = Uint8Array.from(inside, (logit) => Number(chance(logit) > threshold));
  const raw = deep.map((depth, i) => Math.min(1, Math.max(0, depth)) - touch * chance(between[i]!)); // of one size
  const depth = blurFloats(raw, width, height, smooth);
  const seeds = withoutCrumbs(
    components(
      mask.map((isInside, i) => Number(isInside && depth[i]! > seed)),
      width,
      height,
    ),
    LEAST_SEED,
  );
  const grown = watershed(depth, seeds, mask);
  const rest = components(
    mask.map((isInside, i) => Number(isInside && grown[i] === 0)),
    width,
    height,
  );
  for (let i = 0; i < grown.length; i++) if (rest.data[i]) grown[i] = seeds.count + rest.data[i]!;
  return withoutHoles(withoutCrumbs(numbered(grown, width, height), least));
}

/** Diameter in pixels of the disc of the cells' median area; 0 where there is no cell. */
export function typicalDiameter(labels: Labels): number {
  const sizes = areas(labels).slice(1).sort();
  if (sizes.length === 0) return 0;
  const [low, high] = [sizes[(sizes.length - 1) >> 1]!, sizes[sizes.length >> 1]!]; // in range
  return Math.sqrt((2 * (low + high)) / Math.PI);
}
