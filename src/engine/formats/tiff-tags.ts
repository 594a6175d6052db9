import { inPieces } from './block-cache.ts';
import type { Bytes } from './opened-file.ts';
import { count, cutShort, damaged } from './refusal.ts';

/** Bytes of one value by field type (TIFF 6.0, section 2; BigTIFF adds 16 to 18). */
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** Numbers read from one field at most: five times the largest colour map, and more strips or tiles than are read. */
const maxNumbers = 1_000_000;

/** Fields of a page at most: each is numbered with 16 bits. */
const maxFields = 65_535;

export interface TiffFile {
  /** For pixels, which are read once. */
  readonly bytes: Bytes;
  /** The same bytes for directories and fields, which are small and looked at again and again. */
  readonly tags: Bytes;
  readonly isLittle: boolean;
  readonly isBig: boolean;
  /** Where the first directory (IFD) lies. */
  readonly first: number;
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its values lie; checked against the file only when they are read. */
  readonly at: number;
}

export type Fields = ReadonlyMap<number, Field>;

/** A place of the file, to read numbers from. @param length bytes; the file must have them. */
function viewAt({ tags }: Pick<TiffFile, 'tags'>, at: number, length: number): DataView {
  const { buffer, byteOffset, byteLength } = tags.read(at, length);
  // A file that was cut while it was open gives fewer.
  if (byteLength < length) throw cutShort(`it ends before byte ${count(at + length)}`);
  return new DataView(buffer, byteOffset, byteLength);
}

/** @throws Refusal where the header is cut or contradicts itself. */
export function tiffFile(bytes: Bytes): TiffFile {
  const { size } = bytes;
  if (size < 8) throw cutShort(`it has ${size} bytes, less than a TIFF's header`);
  const tags = inPieces(bytes);
  const view = viewAt({ tags }, 0, Math.min(16, size));
  const isLittle = view.getUint8(0) === 0x49;
  const version = view.getUint16(2, isLittle);
  if ((version !== 42 && version !== 43) || view.getUint8(0) !== view.getUint8(1)) {
    throw damaged('it has no TIFF header');
  }
  const isBig = version === 43;
  if (isBig && size < 16) throw cutShort(`it has ${size} bytes, less than a BigTIFF's header`);
  if (isBig && view.getUint16(4, isLittle) !== 8)
    throw damaged('its BigTIFF header names offsets of other than 8 bytes');
  const file = { bytes, tags, isLittle, isBig };
  return { ...file, first: offsetIn(view, file, isBig ? 8 : 4) };
}

/** An offset as the file writes it. */
const offsetIn = (
  view: DataView,
  { isLittle, isBig }: Pick<TiffFile, 'isLittle' | 'isBig'>,
  at: number,
): number => (isBig ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle));

/** A count that the file writes at `at`: of 16 bits, and of 64 in BigTIFF. */
function countAt(file: TiffFile, at: number): number {
  const view = viewAt(file, at, file.isBig ? 8 : 2);
  return file.isBig ? Number(view.getBigUint64(0, file.isLittle)) : view.getUint16(0, file.isLittle);
}

/** A directory (IFD). */
export interface Directory {
  readonly entries: number;
  /** Where they begin, and what they say, one after the other. */
  readonly at: number;
  readonly view: DataView;
  /** Where the next one lies: 0 for none, infinite where the file ends before it says. */
  readonly next: number;
}

/** Bytes of an entry. */
export const entryBytes = ({ isBig }: TiffFile): number => (isBig ? 20 : 12);

/** The directory at a place. @throws Refusal where it lies outside the file or is empty. */
export function directory(file: TiffFile, offset: number): Directory {
  const { isBig } = file;
  const { size } = file.bytes;
  const [head, tail] = isBig ? [8, 8] : [2, 4];
  if (offset < 8) throw damaged(`its page directory is said to lie at byte ${offset}, inside the header`);
  if (offset + head > size) {
    throw cutShort(`a page directory should begin at byte ${count(offset)}, and the file has ${count(size)}`);
  }
  const entries = countAt(file, offset);
  const length = entries * entryBytes(file);
  const end = offset + head + length;
  if (entries === 0) throw damaged(`its page directory at byte ${count(offset)} is empty`);
  if (end > size) {
    throw cutShort(`a page directory goes on to byte ${count(end)}, and the file has ${count(size)}`);
  }
  if (entries > maxFields) throw damaged(`its page directory counts ${count(entries)} fields`);
  const isCut = end + tail > size;
  const view = viewAt(file, offset + head, isCut ? length : length + tail);
  const next = isCut ? Number.POSITIVE_INFINITY : offsetIn(view, file, length);
  return { entries, at: offset + head, view, next };
}

/** The fields of one directory. @throws Refusal where it runs past the file. */
export function readFields(file: TiffFile, offset: number): Fields {
  const { isLittle, isBig } = file;
  const { entries, at, view } = directory(file, offset);
  const step = entryBytes(file);
  const fields = new Map<number, Field>();
  for (let i = 0; i < entries; i++) {
    const entry = i * step;
    const type = view.getUint16(entry + 2, isLittle);
    const values = isBig
      ? Number(view.getBigUint64(entry + 4, isLittle))
      : view.getUint32(entry + 4, isLittle);
    const place = entry + (isBig ? 12 : 8);
    const isInside = values * (typeBytes[type] ?? 1) <= (isBig ? 8 : 4);
    fields.set(view.getUint16(entry, isLittle), {
      type,
      count: values,
      at: isInside ? at + place : offsetIn(view, file, place),
    });
  }
  return fields;
}

/**
 * The numbers of a field, or undefined where it is missing; rationals as quotients.
 *
 * @throws Refusal where they lie outside the file or are no numbers.
 */
export function numbers(file: TiffFile, fields: Fields, tag: number): readonly number[] | undefined {
  const field = fields.get(tag);
  if (field === undefined) return undefined;
  const { isLittle } = file;
  const size = typeBytes[field.type];
  if (size === undefined || field.type === 2) throw damaged(`its field ${tag} should hold numbers`);
  if (field.count === 0) return undefined;
  const end = field.at + field.count * size;
  if (end > file.bytes.size) {
    throw cutShort(
      `its field ${tag} goes on to byte ${count(end)}, and the file has ${count(file.bytes.size)}`,
    );
  }
  if (field.count > maxNumbers) throw damaged(`its field ${tag} counts ${count(field.count)} numbers`);
  const view = viewAt(file, field.at, field.count * size);
  const values: number[] = [];
  for (let i = 0, at = 0; i < field.count; i++, at += size) {
    switch (field.type) {
      case 3:
        values.push(view.getUint16(at, isLittle));
        break;
      case 4:
      case 13:
        values.push(view.getUint32(at, isLittle));
        break;
      case 5:
        values.push(view.getUint32(at, isLittle) / view.getUint32(at + 4, isLittle));
        break;
      case 6:
        values.push(view.getInt8(at));
        break;
      case 8:
        values.push(view.getInt16(at, isLittle));
        break;
      case 9:
        values.push(view.getInt32(at, isLittle));
        break;
      case 10:
        values.push(view.getInt32(at, isLittle) / view.getInt32(at + 4, isLittle));
        break;
      case 11:
        values.push(view.getFloat32(at, isLittle));
        break;
      case 12:
        values.push(view.getFloat64(at, isLittle));
        break;
      case 16:
      case 18:
        values.push(Number(view.getBigUint64(at, isLittle)));
        break;
      case 17:
        values.push(Number(view.getBigInt64(at, isLittle)));
        break;
      default:
        values.push(view.getUint8(at));
    }
  }
  return values;
}

/** The first number of a field that the picture does not depend on; `absent` where it is missing or damaged. */
export function hint(file: TiffFile, fields: Fields, tag: number, absent: number): number {
  try {
    return numbers(file, fields, tag)?.[0] ?? absent;
  } catch {
    return absent;
  }
}

/**
 * The whole numbers of a field, from 0, or undefined where it is missing.
 *
 * @throws Refusal as {@link numbers}, and where one has a fraction, a sign, or is no number at all.
 */
export function wholeNumbers(file: TiffFile, fields: Fields, tag: number): readonly number[] | undefined {
  const values = numbers(file, fields, tag);
  const wrong = values?.find((value) => !Number.isSafeInteger(value) || value < 0);
  if (wrong === undefined) return values;
  const what = Number.isFinite(wrong) ? String(wrong) : 'no number';
  throw damaged(`its field ${tag} should hold whole numbers and holds ${what}`);
}

/** The first whole number of a field, from 0, or `absent` where it is missing. @throws Refusal as {@link wholeNumbers}. */
export const whole = (file: TiffFile, fields: Fields, tag: number, absent: number): number =>
  wholeNumbers(file, fields, tag)?.[0] ?? absent;

/** The first `longest` bytes of a text field; empty where it is missing or lies outside the file. */
export function text(file: TiffFile, fields: Fields, tag: number, longest: number): string {
  const field = fields.get(tag);
  if (field === undefined || field.at + field.count > file.bytes.size) return '';
  const bytes = file.tags.read(field.at, Math.min(field.count, longest));
  const told = new TextDecoder().decode(bytes);
  // Programs before UTF-8 wrote their own code page, in which the letter of the micrometre is one byte.
  return told.includes('\ufffd') && longest >= field.count
    ? new TextDecoder('windows-1252').decode(bytes)
    : told;
}

/** Bytes of a field at most: tables of JPEG have some hundred. */
const maxRaw = 2 ** 20;

/** The bytes of a field as they are, or undefined where it is missing. @throws Refusal where they lie outside the file. */
export function raw(file: TiffFile, fields: Fields, tag: number): Uint8Array<ArrayBuffer> | undefined {
  const field = fields.get(tag);
  if (field === undefined) return undefined;
  const length = field.count * (typeBytes[field.type] ?? 1);
  const end = field.at + length;
  if (end > file.bytes.size) throw cutShort(`its field ${tag} goes on to byte ${count(end)}`);
  if (length > maxRaw) throw damaged(`its field ${tag} has ${count(length)} bytes`);
  return file.tags.read(field.at, length);
}
