import type { Picture } from '../picture.ts';
import { runsPacker } from './deflate-runs.ts';
import { joinedBytes } from './joined-bytes.ts';
import { crc32, pngChunks } from './png-chunks.ts';

const colourType = { 1: 0, 3: 2, 4: 6 } as const;

/** Filtered bytes that are packed together: few enough that their memory is used again from the processor's cache. */
const BAND_BYTES = 2 ** 17;

/** A chunk in pieces, of data in pieces: what is large is copied once, when all are joined. */
function chunk(type: string, ...data: readonly Uint8Array[]): Uint8Array[] {
  const [head, tail] = [new Uint8Array(8), new Uint8Array(4)];
  const length = data.reduce((sum, piece) => sum + piece.length, 0);
  new DataView(head.buffer).setUint32(0, length);
  for (let i = 0; i < 4; i++) head[4 + i] = type.charCodeAt(i);
  const sum = data.reduce((before, piece) => crc32(piece, before), crc32(head.subarray(4)));
  new DataView(tail.buffer).setUint32(0, sum);
  return [head, ...data, tail];
}

/** Text under a keyword of 1 to 79 Latin-1 letters (PNG 3rd edition, 11.3.3.4: iTXt, not compressed, no language). */
function textChunk(keyword: string, text: string): Uint8Array[] {
  if (!/^[\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]{0,77}[\x21-\x7e\xa1-\xff])?$/.test(keyword)) {
    throw new RangeError(`a PNG text needs a keyword of 1 to 79 Latin-1 letters, not "${keyword}"`);
  }
  const value = new TextEncoder().encode(text);
  const data = new Uint8Array(keyword.length + 5 + value.length); // after the keyword: end, flag, method, two empty strings
  for (let i = 0; i < keyword.length; i++) data[i] = keyword.charCodeAt(i);
  data.set(value, keyword.length + 5);
  return chunk('iTXt', data);
}

/**
 * Rows packed a band at a time, each as its filter byte and bytes: of "none", "sub" and "up" the filter whose bytes, taken as signed, sum
 * to the least (PNG 3rd edition, 12.7). Two more filters exist; these three keep an export quick.
 *
 * @param rowBytes of a row, whose pixels have `step` bytes each.
 * @returns packs rows. `seen` of those are only looked at, being the one above the others; `isLast` ends the stream.
 */
function rowPacker(rowBytes: number, step: number) {
  const rowsOfBand = Math.max(1, Math.floor(BAND_BYTES / (rowBytes + 1)));
  const band = new Uint8Array(rowsOfBand * (rowBytes + 1));
  const pack = runsPacker();
  return function* (data: Uint8Array, seen: 0 | 1, isLast: boolean): Generator<Uint8Array> {
    const rows = data.length / rowBytes;
    for (let first = seen; first < rows; first += rowsOfBand) {
      const end = Math.min(first + rowsOfBand, rows);
      for (let row: number = first; row < end; row++)
        filterRow(data, row, rowBytes, step, band, (row - first) * (rowBytes + 1));
      yield pack(band.subarray(0, (end - first) * (rowBytes + 1)), isLast && end === rows);
    }
  };
}

/** Writes a row with the filter that suits it. @param to where in `out` its filter byte goes. */
function filterRow(
  data: Uint8Array,
  row: number,
  rowBytes: number,
  step: number,
  out: Uint8Array,
  to: number,
): void {
  const from = row * rowBytes;
  const end = from + rowBytes;
  const filter = filterOf(data, from, end, row === 0 ? 0 : rowBytes, step);
  out[to] = filter;
  const shift = to + 1 - from;
  if (filter === 0) {
    out.set(data.subarray(from, end), to + 1);
    return;
  }
  const before = filter === 1 ? step : rowBytes; // how far the byte lies that is taken away
  const first = filter === 1 ? Math.min(from + step, end) : from;
  for (let i = from; i < first; i++) out[i + shift] = data[i]!; // every index lies in this row or the one above
  for (let i = first; i < end; i++) out[i + shift] = data[i]! - data[i - before]!;
}

/** Bytes between two that are looked at in a wide row: no pixel's size divides it, so that all channels have their turn. */
const EVERY = 5;

/** The filter for the row from `from` to `end`. @param rowBytes how far the row above lies; 0 for none. */
function filterOf(data: Uint8Array, from: number, end: number, rowBytes: number, step: number): 0 | 1 | 2 {
  let [none, sub, above] = [0, 0, 0];
  const first = Math.min(from + step, end);
  // A byte v counts as |v| of -128..127. Every index lies in this row or the one above.
  for (let i = from; i < first; i++) {
    const byte = data[i]!;
    none += Math.abs((byte << 24) >> 24);
    above += Math.abs(((byte - data[i - rowBytes]!) << 24) >> 24);
  }
  sub = none;
  const every = end - from > 100 * EVERY ? EVERY : 1;
  for (let i = first; i < end; i += every) {
    const byte = data[i]!;
    none += Math.abs((byte << 24) >> 24);
    sub += Math.abs(((byte - data[i - step]!) << 24) >> 24);
    above += Math.abs(((byte - data[i - rowBytes]!) << 24) >> 24);
  }
  if (rowBytes === 0) above = Number.POSITIVE_INFINITY;
  const least = Math.min(none, sub, above);
  return least === none ? 0 : least === sub ? 1 : 2;
}

/** Pixels in a metre, both ways (PNG 3rd edition, 11.3.4.3). */
function resolution(dpi: number): Uint8Array[] {
  const data = new Uint8Array(9);
  const view = new DataView(data.buffer);
  for (const at of [0, 4]) view.setUint32(at, Math.round(dpi / 0.0254));
  data[8] = 1; // the unit is the metre
  return chunk('pHYs', data);
}

/** All that stands in front of a PNG's pixels. */
function* opening(
  { width, height, channels }: Omit<Picture, 'data'>,
  texts: Readonly<Record<string, string>>,
  dpi: number | null,
): Generator<Uint8Array> {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, colourType[channels]], 8);
  yield Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  yield* chunk('IHDR', header);
  if (dpi !== null) yield* resolution(dpi);
  for (const [keyword, text] of Object.entries(texts)) yield* textChunk(keyword, text);
}

/**
 * An 8-bit PNG: grey, RGB or RGBA as the picture is. The same picture and texts give the same bytes on every host,
 * which is why the compressor is our own and not the host's: zlib's differ by processor and version.
 *
 * @param texts by keyword (1 to 79 Latin-1 letters); UTF-8 text chunks in front of the picture data.
 * @param dpi dots an inch at which it is to be printed; null where nobody says.
 * @throws RangeError on a keyword that PNG does not allow.
 */
export async function encodePng(
  picture: Picture,
  texts: Readonly<Record<string, string>> = {},
  dpi: number | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, channels, data } = picture;
  const parts = [
    ...opening(picture, texts, dpi),
    ...chunk('IDAT', ...rowPacker(width * channels, channels)(data, 0, true)),
    ...chunk('IEND'),
  ];
  return joinedBytes(parts);
}

export interface PngRowWriter {
  /** The next rows of the picture, from its top on. */
  put(rows: Picture): Promise<void>;
  /** @throws RangeError where rows are missing. */
  end(): Promise<void>;
}

/**
 * A PNG of a picture too large to hold: rows go in as they come, bytes go out.
 *
 * @param append takes the next bytes of the file.
 * @throws RangeError on a keyword that PNG does not allow.
 */
export async function pngRowWriter(
  picture: Omit<Picture, 'data'>,
  texts: Readonly<Record<string, string>>,
  append: (bytes: Uint8Array) => void | Promise<void>,
): Promise<PngRowWriter> {
  const { width, height, channels } = picture;
  const rowBytes = width * channels;
  const pack = rowPacker(rowBytes, channels);
  let above = new Uint8Array();
  let taken = 0;
  for (const part of opening(picture, texts, null)) await append(part);
  return {
    async put({ data, height: rows }) {
      const all = new Uint8Array(above.length + data.length);
      all.set(above);
      all.set(data, above.length);
      taken += rows;
      for (const packed of pack(all, above.length > 0 ? 1 : 0, taken === height))
        for (const piece of chunk('IDAT', packed)) await append(piece);
      above = data.slice(data.length - rowBytes);
    },
    async end() {
      if (taken !== height) throw new RangeError(`${taken} rows of ${height} were written`);
      for (const piece of chunk('IEND')) await append(piece);
    },
  };
}

/**
 * Texts of a PNG that are stored plain (iTXt and tEXt); compressed ones are left out, never unpacked.
 *
 * @returns text by keyword.
 * @throws Refusal where the PNG is cut or damaged.
 */
export function readTexts(bytes: Uint8Array): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { type, data } of pngChunks(bytes)) {
    if (type !== 'iTXt' && type !== 'tEXt') continue;
    const keywordEnd = data.indexOf(0);
    if (keywordEnd < 1) continue;
    const keyword = new TextDecoder('latin1').decode(data.subarray(0, keywordEnd));
    if (type === 'tEXt') {
      texts[keyword] = new TextDecoder('latin1').decode(data.subarray(keywordEnd + 1));
    } else if (data[keywordEnd + 1] === 0) {
      const languageEnd = data.indexOf(0, keywordEnd + 3);
      const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
      if (translatedEnd > 0) texts[keyword] = new TextDecoder().decode(data.subarray(translatedEnd + 1));
    }
  }
  return texts;
}
