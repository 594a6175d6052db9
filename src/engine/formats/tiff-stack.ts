import type { Bytes } from './opened-file.ts';
import { count, damaged, Refusal } from './refusal.ts';
import type { Place } from './tiff-axes.ts';
import { readLayout, type TiffLayout } from './tiff-layout.ts';
import type { TiffLevel } from './tiff-levels.ts';
import { beside, choosePage, type TiffPage } from './tiff-pages.ts';
import { inShortStrips } from './tiff-strips.ts';
import { type Fields, hint, readFields, type TiffFile, tiffFile } from './tiff-tags.ts';

/** A file of a stack, and where its pages are. */
export interface TiffPages {
  readonly file: TiffFile;
  readonly page: TiffPage;
}

/** @throws Refusal where it is no TIFF, or its first page cannot be read. */
export function tiffPages(bytes: Bytes): TiffPages {
  const file = tiffFile(bytes);
  return { file, page: choosePage(file) };
}

/** Pages that are looked at to see whether all are of one form. */
const LOOKED_AT = 64;

/** Pages of the form of the first; 1 where some are of another. */
export function alikePages({ file, page: { chain, pages } }: TiffPages): number {
  if (chain.length !== pages) return 1;
  const form = (fields: Fields) => [256, 257, 258, 277].map((tag) => hint(file, fields, tag, 1)).join(' ');
  try {
    const forms = chain.slice(0, LOOKED_AT).map((offset) => form(readFields(file, offset)));
    return new Set(forms).size === 1 ? pages : 1;
  } catch {
    return 1;
  }
}

/** Whether planes lie behind the only page: ImageJ's large stacks and MetaMorph's, one after the other. */
export const lieBehind = ({ page: { chain } }: TiffPages, { compression }: TiffLayout): boolean =>
  chain.length === 1 && compression === 1;

/** The fields of a page by its number; null where the file has none. */
function fieldsOf({ file, page }: TiffPages, number: number): Fields | null {
  if (number === 0) return page.fields;
  const offset = page.chain[number];
  return offset === undefined ? null : readFields(file, offset);
}

/** The plane of a number behind the only page; null where the file ends before. */
function behind({ file }: TiffPages, layout: TiffLayout, number: number): TiffLayout | null {
  const step = number * layout.counts.reduce((sum, bytes) => sum + bytes, 0);
  const offsets = layout.offsets.map((at) => at + step);
  const end = offsets.reduce((most, at, i) => Math.max(most, at + (layout.counts[i] ?? 0)), 0);
  return end <= file.bytes.size ? { ...layout, offsets } : null;
}

/**
 * The layout of a page of a stack at a level.
 *
 * @param first the layout of the first page at its full size, whose form all have.
 * @param level 0, or the number of a smaller copy.
 * @returns null where the file has no such page.
 * @throws Refusal where it is of another form.
 */
export function layoutOf(
  pages: TiffPages,
  first: TiffLayout,
  levels: readonly TiffLevel[],
  level: number,
  number: Place['page'],
): TiffLayout | null {
  const { file } = pages;
  const size = levels[level];
  if (!size)
    throw new Refusal(`has ${count(levels.length)} sizes of its picture, and no number ${count(level)}.`);
  if (level === 0 && number > 0 && lieBehind(pages, first)) {
    const layout = behind(pages, first, number);
    return layout && inShortStrips(layout);
  }
  const whole = fieldsOf(pages, number);
  if (!whole) return null;
  const fields = level === 0 ? whole : size.sub === null ? size.fields : beside(file, whole)[size.sub];
  if (!fields)
    throw damaged(`its page ${count(number + 1)} lacks a copy of ${size.width} x ${size.height} pixels`);
  const layout = readLayout(file, fields);
  const isAlike =
    layout.width === size.width &&
    layout.height === size.height &&
    layout.samples === first.samples &&
    layout.bits === first.bits &&
    layout.format === first.format;
  if (isAlike) return inShortStrips(layout);
  throw damaged(`its page ${count(number + 1)} has another form than the first`);
}
