/** A file of a folder, by its path from the folder's top. */
export interface FileInFolder {
  readonly path: string;
  readonly size: number;
  /** CRC-32 of its bytes; left out where nobody has read them. */
  readonly crc?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const WIDE_END = 0x06064b50;
const LOCATOR = 0x07064b50;
const END = 0x06054b50;
const MOST_16 = 0xffff;
const MOST_32 = 0xffffffff;
/** The version that reads ZIP64. */
const VERSION = 45;
/** Paths are UTF-8. */
const UTF_8 = 0x0800;
/** 1 January 1980: the first day there is. */
const NO_DATE = 0x0021;

/** ZIP64's extra field (APPNOTE 4.5.3) with 64-bit numbers. */
function wide(view: DataView, at: number, numbers: readonly number[]): void {
  view.setUint16(at, 1, true);
  view.setUint16(at + 2, 8 * numbers.length, true);
  for (const [i, number] of numbers.entries()) view.setBigUint64(at + 4 + 8 * i, BigInt(number), true);
}

function header(path: Uint8Array, size: number, crc: number, offset: number | null): Uint8Array<ArrayBuffer> {
  const isCentral = offset !== null;
  const fixed = isCentral ? 46 : 30;
  const out = new Uint8Array(fixed + path.length + (isCentral ? 28 : 20));
  const view = new DataView(out.buffer);
  view.setUint32(0, isCentral ? CENTRAL : LOCAL, true);
  const from = isCentral ? 6 : 4; // the directory names the version that made it first
  if (isCentral) view.setUint16(4, VERSION, true);
  view.setUint16(from, VERSION, true);
  view.setUint16(from + 2, UTF_8, true);
  view.setUint16(from + 8, NO_DATE, true);
  view.setUint32(from + 10, crc, true);
  view.setUint32(from + 14, MOST_32, true);
  view.setUint32(from + 18, MOST_32, true);
  view.setUint16(from + 22, path.length, true);
  view.setUint16(from + 24, isCentral ? 28 : 20, true);
  if (isCentral) view.setUint32(42, MOST_32, true);
  out.set(path, fixed);
  wide(view, fixed + path.length, isCentral ? [size, size, offset] : [size, size]);
  return out;
}

/**
 * A folder as one ZIP (stored, ZIP64) without its files' bytes: a host puts them in where they lie, and a folder of any size
 * is one file to all that follows. A checksum that nobody has summed stays 0, since it takes all bytes to be read; zip-directory.ts knows.
 *
 * @returns what stands before each file, in their order, and what stands after the last.
 */
export function folderZip(files: readonly FileInFolder[]): {
  readonly before: readonly Uint8Array<ArrayBuffer>[];
  readonly after: Uint8Array<ArrayBuffer>;
} {
  const encoder = new TextEncoder();
  const before: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { path, size, crc = 0 } of files) {
    const name = encoder.encode(path);
    const local = header(name, size, crc, null);
    before.push(local);
    directory.push(header(name, size, crc, at));
    at += local.length + size;
  }
  const length = directory.reduce((sum, one) => sum + one.length, 0);
  const after = new Uint8Array(length + 56 + 20 + 22);
  const view = new DataView(after.buffer);
  let place = 0;
  for (const one of directory) {
    after.set(one, place);
    place += one.length;
  }
  view.setUint32(place, WIDE_END, true);
  view.setBigUint64(place + 4, 44n, true);
  view.setUint16(place + 12, VERSION, true);
  view.setUint16(place + 14, VERSION, true);
  for (const [i, number] of [files.length, files.length, length, at].entries()) {
    view.setBigUint64(place + 24 + 8 * i, BigInt(number), true);
  }
  view.setUint32(place + 56, LOCATOR, true);
  view.setBigUint64(place + 64, BigInt(at + place), true);
  view.setUint32(place + 72, 1, true);
  view.setUint32(place + 76, END, true);
  view.setUint16(place + 84, MOST_16, true);
  view.setUint16(place + 86, MOST_16, true);
  view.setUint32(place + 88, MOST_32, true);
  view.setUint32(place + 92, MOST_32, true);
  return { before, after };
}

/** Whether a folder that holds files of these names is a Zarr. */
export const isZarrFolder = (names: Iterable<string>): boolean => {
  for (const name of names) if (/^(\.zattrs|\.zgroup|\.zarray|zarr\.json)$/.test(name)) return true;
  return false;
};

/** What describes a Zarr comes first, so that the first bytes of the ZIP tell what it is. */
export const describedFirst = <File extends { readonly path: string }>(files: readonly File[]): File[] => {
  const rank = ({ path }: File) => (isZarrFolder([path]) ? 0 : 1);
  return files.toSorted((a, b) => rank(a) - rank(b));
};
