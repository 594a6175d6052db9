import type { Axes } from '../picture.ts';
import type { OmeChannel, OmePixels } from './ome.ts';
import type { Description } from './tiff-description.ts';

/** How the planes of a stack lie in the pages of a file. */
export interface Stack {
  readonly axes: Axes;
  /** Of the channels from the first on; those that nothing is known of are missing. */
  readonly channels: readonly OmeChannel[];
  /** The pages that together hold the channels of a plane, in their order; null for one that is not in the file. */
  pagesOf(z: number, t: number): readonly (number | null)[];
}

/** Planes of a stack at most: their places are kept one by one. */
const MOST_PLANES = 1_000_000;

/** Whole numbers from 1 on, of not too many planes. */
function isSensible({ c, z, t }: Axes): boolean {
  return [c, z, t].every((size) => Number.isSafeInteger(size) && size >= 1) && c * z * t <= MOST_PLANES;
}

type Place = (at: Axes) => number;

/** The number of a plane among all of a stack. @param order the dimensions, the one that runs fastest first. */
function numbering(axes: Axes, order: readonly (keyof Axes)[]): Place {
  const steps: Record<keyof Axes, number> = { c: 0, z: 0, t: 0 };
  let step = 1;
  for (const axis of order) {
    steps[axis] = step;
    step *= axes[axis];
  }
  return ({ c, z, t }) => c * steps.c + z * steps.z + t * steps.t;
}

const perChannel =
  (axes: Axes, pageAt: (at: Axes) => number | null): Stack['pagesOf'] =>
  (z, t) =>
    Array.from({ length: axes.c }, (_, c) => pageAt({ c, z, t }));

/** Planes that lie one after the other. */
const inARow = (axes: Axes, order: readonly (keyof Axes)[], channels: Stack['channels']): Stack => ({
  axes,
  channels,
  pagesOf: perChannel(axes, numbering(axes, order)),
});

/** The place of each plane by OME-XML's blocks (TiffData), each of which goes on in the order of the dimensions. */
function inBlocks({ order, channels, blocks, uuid }: OmePixels, axes: Axes): Stack {
  const numberOf = numbering(axes, order);
  const total = axes.c * axes.z * axes.t;
  const pages = new Map<number, number>(); // by the plane's number
  const mine = blocks.some((block) => block.uuid === uuid) ? uuid : (blocks[0]?.uuid ?? null);
  let next = 0;
  for (const { ifd, first, count, uuid: holder } of blocks) {
    const from = numberOf(first);
    if (from >= total || (holder !== null && holder !== mine)) continue;
    const page = ifd ?? next;
    const planes = Math.min(total - from, count ?? (ifd === null ? total : 1));
    for (let i = 0; i < planes; i++) pages.set(from + i, page + i);
    next = page + planes;
  }
  return { axes, channels, pagesOf: perChannel(axes, (at) => pages.get(numberOf(at)) ?? null) };
}

/** OME-XML counts channels, several of which may lie in one page. @param samples channels of a page. */
function byOme(ome: OmePixels, samples: number): Stack | null {
  if (!isSensible(ome.axes) || ome.axes.c % samples !== 0) return null;
  const axes = { ...ome.axes, c: ome.axes.c / samples };
  return ome.blocks.length > 0 ? inBlocks(ome, axes) : inARow(axes, ome.order, ome.channels);
}

/** ImageJ's lines: channels run fastest, then slices, then frames. */
function byImageJ(lines: string): Stack | null {
  const told = (name: string) => Number(new RegExp(`^${name}=(\\d+)\\s*$`, 'm').exec(lines)?.[1] ?? 1);
  const [images, axes] = [told('images'), { c: told('channels'), z: told('slices'), t: told('frames') }];
  const whole = axes.c * axes.z * axes.t === images ? axes : { c: 1, z: images, t: 1 };
  return isSensible(whole) ? inARow(whole, ['c', 'z', 't'], []) : null;
}

/** Planes in depth, as pages or as MetaMorph puts them. */
export const inDepth = (planes: number): Stack => inARow({ c: 1, z: planes, t: 1 }, ['z', 'c', 't'], []);

/**
 * What the pages of a file are, by what its first one says; else planes in depth, where they are alike.
 *
 * @param samples channels of a page.
 * @param alike pages that have the form of the first.
 */
export function stackOf({ ome, imageJ }: Description, samples: number, alike: number): Stack {
  return (
    (ome && byOme(ome, samples)) ?? (imageJ === '' ? null : byImageJ(imageJ)) ?? inDepth(Math.max(1, alike))
  );
}
