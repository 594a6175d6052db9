import { beside, isLesser } from './tiff-pages.ts';
import { type Fields, hint, type TiffFile } from './tiff-tags.ts';

/** The picture at one size: itself, or a smaller copy of it. */
export interface TiffLevel {
  readonly width: number;
  readonly height: number;
  /** The page that holds it for the first plane. */
  readonly fields: Fields;
  /** Which one it is of the pages beside (SubIFDs), as for the other planes; null where it is a page of the chain. */
  readonly sub: number | null;
}

/** Hamamatsu's mark in each page of an NDPI, whose levels are pages of strips. */
const NDPI = 65420;
/** The width of a tile. */
const TILES = 322;

const sizeOf = (file: TiffFile, fields: Fields) =>
  [hint(file, fields, 256, 0), hint(file, fields, 257, 0)] as const;

/** Whether a page may be the other at a smaller size: of its form and, but for rounding, of its proportions. */
function isSmaller(file: TiffFile, one: Fields, of: Fields): boolean {
  const [width, height] = sizeOf(file, one);
  const [fullWidth, fullHeight] = sizeOf(file, of);
  if (width < 1 || height < 1 || width >= fullWidth || height >= fullHeight) return false;
  const form = (fields: Fields) =>
    [hint(file, fields, 277, 1), hint(file, fields, 258, 1), hint(file, fields, 339, 1)].join();
  const expected = (fullHeight * width) / fullWidth;
  return form(one) === form(of) && Math.abs(height - expected) <= 1 + 0.01 * expected;
}

/** Whether a page of the chain is meant as a copy: it says so, or is tiled as slides are, or comes from a slide scanner. */
const isMeantAsCopy = (file: TiffFile, one: Fields, of: Fields): boolean =>
  of.has(TILES) ? one.has(TILES) : of.has(NDPI) || isLesser(file, one);

/**
 * The sizes that a picture is stored in, largest first: a pyramid beside the page (SubIFDs), as OME-TIFF has it, else one in
 * the pages of the chain, as SVS, NDPI and other slides have it.
 *
 * @param pages of the chain and beside, the picture among them.
 */
export function levelsOf(file: TiffFile, picture: Fields, pages: readonly Fields[]): readonly TiffLevel[] {
  const levelOf = (fields: Fields, sub: number | null): TiffLevel => {
    const [width, height] = sizeOf(file, fields);
    return { width, height, fields, sub };
  };
  const inside = beside(file, picture).map((fields, sub) => levelOf(fields, sub));
  const chained = pages
    .filter((page) => page !== picture && isMeantAsCopy(file, page, picture))
    .map((page) => levelOf(page, null));
  const copies = [inside, chained]
    .map((levels) => levels.filter(({ fields }) => isSmaller(file, fields, picture)))
    .find((levels) => levels.length > 0);
  const sorted = [...(copies ?? [])].sort((a, b) => b.width - a.width);
  const distinct = sorted.filter(({ width }, i) => width !== sorted[i - 1]?.width);
  return [levelOf(picture, null), ...distinct];
}
