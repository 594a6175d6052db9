import type { Axes } from '../picture.ts';
import { type OmeChannel, type OmePixels, ownBlocks } from './ome.ts';
import type { Description } from './tiff-description.ts';

/** Where a plane lies. */
export interface Place {
  /** The page, from 0. */
  readonly page: number;
  /** The name of the file that has it; null for the one that was opened. */
  readonly file: string | null;
}

/** How the planes of a stack lie in the pages of a file, or of several. */
export interface Stack {
  readonly axes: Axes;
  /** Of the channels from the first on; those that nothing is known of are missing. */
  readonly channels: readonly OmeChannel[];
  /** Files that hold some of the planes, beside the one that was opened. */
  readonly files: readonly string[];
  /** The pages that together hold the channels of a plane, in their order; null for one that no file has. */
  pagesOf(z: number, t: number): readonly (Place | null)[];
}

/** Planes of a stack at most: their places are kept one by one. */
const MOST_PLANES = 1_000_000;

/** Whole numbers from 1 on, of not too many planes. */
function isSensible({ c, z, t }: Axes): boolean {
  return [c, z, t].every((size) => Number.isSafeInteger(size) && size >= 1) && c * z * t <= MOST_PLANES;
}

type Numbering = (at: Axes) => number;

/** The number of a plane among all of a stack. @param order the dimensions, the one that runs fastest first. */
function numbering(axes: Axes, order: readonly (keyof Axes)[]): Numbering {
  const steps: Record<keyof Axes, number> = { c: 0, z: 0, t: 0 };
  let step = 1;
  for (const axis of order) {
    steps[axis] = step;
    step *= axes[axis];
  }
  return ({ c, z, t }) => c * steps.c + z * steps.z + t * steps.t;
}

const perChannel =
  (axes: Axes, pageAt: (at: Axes) => Place | null): Stack['pagesOf'] =>
  (z, t) =>
    Array.from({ length: axes.c }, (_, c) => pageAt({ c, z, t }));

/** Planes that lie one after the other. */
function inARow(axes: Axes, order: readonly (keyof Axes)[], channels: Stack['channels']): Stack {
  const numberOf = numbering(axes, order);
  const pagesOf = perChannel(axes, (at) => ({ page: numberOf(at), file: null }));
  return { axes, channels, files: [], pagesOf };
}

/** The place of each plane by OME-XML's blocks (TiffData), each of which goes on in the order of the dimensions. */
function inBlocks({ order, channels, blocks, uuid }: OmePixels, axes: Axes, name: string | null): Stack {
  const numberOf = numbering(axes, order);
  const total = axes.c * axes.z * axes.t;
  const pages = new Map<number, Place>(); // by the plane's number
  const files = new Set<string>();
  const next = new Map<string | null, number>();
  const isMine = ownBlocks(blocks, uuid, name);
  for (const block of blocks) {
    const { ifd, first, count } = block;
    const from = numberOf(first);
    const file = isMine(block) ? null : block.fileName;
    if (from >= total || (file === null && !isMine(block))) continue;
    if (file !== null) files.add(file);
    const page = ifd ?? next.get(file) ?? 0;
    const planes = Math.min(total - from, count ?? (ifd === null ? total : 1));
    for (let i = 0; i < planes; i++) pages.set(from + i, { page: page + i, file });
    next.set(file, page + planes);
  }
  const pagesOf = perChannel(axes, (at) => pages.get(numberOf(at)) ?? null);
  return { axes, channels, files: [...files], pagesOf };
}

/** OME-XML counts channels, several of which may lie in one page. @param samples channels of a page. */
function byOme(ome: OmePixels, samples: number, name: string | null): Stack | null {
  if (!isSensible(ome.axes) || ome.axes.c % samples !== 0) return null;
  const axes = { ...ome.axes, c: ome.axes.c / samples };
  return ome.blocks.length > 0 ? inBlocks(ome, axes, name) : inARow(axes, ome.order, ome.channels);
}

/** ImageJ's lines: channels run fastest, then slices, then frames. */
function byImageJ(lines: string, channels: Stack['channels']): Stack | null {
  const told = (name: string) => Number(new RegExp(`^${name}=(\\d+)\\s*$`, 'm').exec(lines)?.[1] ?? 1);
  const [images, axes] = [told('images'), { c: told('channels'), z: told('slices'), t: told('frames') }];
  const whole = axes.c * axes.z * axes.t === images ? axes : { c: 1, z: images, t: 1 };
  return isSensible(whole) ? inARow(whole, ['c', 'z', 't'], channels) : null;
}

/** Planes in depth, as pages or as MetaMorph puts them. */
export const inDepth = (planes: number): Stack => inARow({ c: 1, z: planes, t: 1 }, ['z', 'c', 't'], []);

/**
 * What the pages of a file are, by what its first one says; else planes in depth, where they are alike.
 *
 * @param samples channels of a page.
 * @param alike pages that have the form of the first.
 * @param name of the file, by which OME-XML may know it; null where it has none.
 */
export function stackOf(
  { ome, imageJ, channels }: Description,
  samples: number,
  alike: number,
  name: string | null,
): Stack {
  return (
    (ome && byOme(ome, samples, name)) ??
    (imageJ === '' ? null : byImageJ(imageJ, channels)) ??
    inDepth(Math.max(1, alike))
  );
}
