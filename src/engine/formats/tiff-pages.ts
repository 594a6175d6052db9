import { count, Refusal } from './refusal.ts';
import {
  type Directory,
  directory,
  entryBytes,
  type Fields,
  hint,
  numbers,
  readFields,
  type TiffFile,
  text,
} from './tiff-tags.ts';

/** Pages counted at most. The chain has to be walked to know their number. */
const maxPages = 1_000_000;

/** Pages that are looked at for the full-size picture, and pages beside one page (SubIFDs). */
const maxCandidates = 64;

/** The page that is the picture. */
export interface TiffPage {
  readonly fields: Fields;
  /** Pages in the chain, without reduced copies of others. */
  readonly pages: number;
  /** Where the directories of the chain lie where the picture is its first page; else nothing: the others are copies of it. */
  readonly chain: readonly number[];
  /** The first pages of the chain and those beside the first, the picture among them. */
  readonly candidates: readonly Fields[];
  /** What is the matter with the chain, or with the page. */
  readonly warnings: readonly string[];
}

/** A smaller copy of another page, or a mask of it, by NewSubfileType (254), else by SubfileType (255). */
export function isLesser(file: TiffFile, fields: Fields): boolean {
  const kind = hint(file, fields, 254, -1);
  if (kind >= 0) return (kind & 5) !== 0;
  return hint(file, fields, 255, 1) === 2;
}

/** Whether a directory is a lesser page, looking at no more than its first few fields. */
function isLesserAt(file: TiffFile, { view, entries }: Directory): boolean {
  const { isLittle, isBig } = file;
  const step = entryBytes(file);
  for (let entry = 0; entry < Math.min(entries, 4) * step; entry += step) {
    const tag = view.getUint16(entry, isLittle);
    if (tag > 255) return false;
    if (tag !== 254 && tag !== 255) continue;
    const value = entry + (isBig ? 12 : 8);
    const type = view.getUint16(entry + 2, isLittle);
    const kind = type === 3 ? view.getUint16(value, isLittle) : view.getUint32(value, isLittle);
    return tag === 254 ? (kind & 5) !== 0 : kind === 2;
  }
  return false;
}

/** Walks the chain of directories, as far as it goes. */
function walk(file: TiffFile): { offsets: readonly number[]; lesser: number; fault: string | null } {
  const seen = new Set<number>();
  let lesser = 0;
  for (let offset = file.first; offset !== 0; ) {
    if (seen.has(offset)) {
      const fault = `page ${count(seen.size)} points back to an earlier page`;
      return { offsets: [...seen], lesser, fault };
    }
    if (seen.size >= maxPages) {
      return { offsets: [...seen], lesser, fault: `it has more than ${count(maxPages)} pages` };
    }
    try {
      const place = directory(file, offset);
      if (isLesserAt(file, place)) lesser++;
      seen.add(offset);
      offset = place.next;
    } catch (cause) {
      if (seen.size === 0) throw cause;
      return { offsets: [...seen], lesser, fault: `what follows page ${count(seen.size)} is no page` };
    }
  }
  return { offsets: [...seen], lesser, fault: null };
}

/** The fields of those directories that can be read. */
const readable = (file: TiffFile, offsets: readonly number[]): readonly Fields[] =>
  offsets.slice(0, maxCandidates).flatMap((offset) => {
    try {
      return [readFields(file, offset)];
    } catch {
      return [];
    }
  });

/** The directories beside a page (SubIFDs). */
export function beside(file: TiffFile, fields: Fields): readonly Fields[] {
  try {
    return readable(file, numbers(file, fields, 330) ?? []);
  } catch {
    return [];
  }
}

/** Kinds of colours that only a sensor has (CFA, LinearRaw). */
const isSensor = (file: TiffFile, fields: Fields) => [32803, 34892].includes(hint(file, fields, 262, 0));

/** @throws Refusal for camera raw: an ordinary picture in it is no more than a preview. */
function refuseRaw(file: TiffFile, pages: readonly Fields[]): void {
  const isDng = pages.some((fields) => fields.has(50706));
  const isCr2 = file.first === 16 && String.fromCharCode(...file.tags.read(8, 4)) === 'CR\x02\0';
  if (!isDng && !isCr2 && !pages.some((fields) => isSensor(file, fields))) return;
  const maker = pages.map((fields) => text(file, fields, 271, 64).replace(/\0.*$/s, '').trim()).find(Boolean);
  const whose = maker && /^[\w .,&-]+$/.test(maker) ? ` (${maker})` : '';
  throw new Refusal(
    `is camera raw${whose}, which is not read here; only its small preview is an ordinary picture. Develop it in a raw converter and save it as TIFF or PNG.`,
  );
}

const areaOf = (file: TiffFile, fields: Fields) => hint(file, fields, 256, 0) * hint(file, fields, 257, 0);

/** Whether two pages show the same at different sizes, by their proportions. */
function isAlike(file: TiffFile, a: Fields, b: Fields): boolean {
  const ratio = (fields: Fields) => hint(file, fields, 256, 0) / hint(file, fields, 257, 0);
  return Math.abs(ratio(a) / ratio(b) - 1) < 0.03;
}

/** Longest side of what may be a thumbnail that no field calls one. */
const longestThumbnail = 512;

/**
 * Finds the picture in a TIFF: its first page that is no reduced copy and no mask, in the chain or beside the first page
 * (SubIFDs). A first page that looks like a thumbnail of a later one is passed over too.
 *
 * @throws Refusal where the first page cannot be read, and for camera raw.
 */
export function choosePage(file: TiffFile): TiffPage {
  const first = readFields(file, file.first);
  const { offsets, lesser, fault } = walk(file);
  const further = readable(file, offsets.slice(1));
  const sub = beside(file, first);
  const candidates = [first, ...sub, ...further];
  refuseRaw(file, candidates);

  const warnings =
    fault === null ? [] : [`has a broken chain of pages: ${fault}. What stands before is read.`];
  const pages = Math.max(1, offsets.length - lesser);
  const whole = candidates.filter((fields) => !isLesser(file, fields) && areaOf(file, fields) > 0);
  const largest = (some: readonly Fields[]) =>
    some.reduce((best, one) => (areaOf(file, one) > areaOf(file, best) ? one : best));
  if (whole.length === 0) {
    return {
      fields: candidates.length > 1 ? largest(candidates) : first,
      pages,
      chain: [],
      candidates,
      warnings: [
        ...warnings,
        'says that its picture is a reduced copy of another, which is not in the file.',
      ],
    };
  }
  if (isLesser(file, first)) return { fields: largest(whole), pages, chain: [], candidates, warnings };
  const isSmall = Math.max(hint(file, first, 256, 0), hint(file, first, 257, 0)) <= longestThumbnail;
  const larger = whole.filter(
    (one) =>
      areaOf(file, one) >= 4 * areaOf(file, first) &&
      (sub.includes(one) || (isSmall && isAlike(file, one, first))),
  );
  if (larger.length === 0) return { fields: first, pages, chain: offsets, candidates, warnings };
  const shown = largest(larger);
  const size = `${count(hint(file, shown, 256, 0))} x ${count(hint(file, shown, 257, 0))}`;
  return {
    fields: shown,
    pages,
    chain: [],
    candidates,
    warnings: [
      ...warnings,
      `begins with a small copy of its picture; the full one of ${size} pixels is shown.`,
    ],
  };
}
