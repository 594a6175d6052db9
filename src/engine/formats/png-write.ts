import type { Picture } from '../picture.ts';
import { deflateRuns } from './deflate-runs.ts';
import { joinedBytes } from './joined-bytes.ts';
import { crc32, pngChunks } from './png-chunks.ts';

const colourType = { 1: 0, 3: 2, 4: 6 } as const;

/** Filtered rows hold few repetitions: level 6 takes some five times as long as this one for files 8 % smaller. */
const LEVEL = { level: 1 } as const;

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

/** Text under a keyword of 1 to 79 Latin-1 letters (PNG 3rd edition, 11.3.3.4: iTXt, not compressed, no language). */
function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
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
 * Each row as its filter byte and bytes: of "none", "sub" and "up" the one whose bytes, taken as signed, sum to the
 * least (PNG 3rd edition, 12.7). Two more filters exist; these three keep an export quick.
 *
 * @param seen rows in front of them that are only looked at: the one above, or none at the top of a picture.
 */
function filtered(data: Uint8Array, rowBytes: number, step: number, seen: 0 | 1): Uint8Array {
  const rows = data.length / rowBytes;
  const out = new Uint8Array((rows - seen) * (rowBytes + 1));
  for (let row = seen; row < rows; row++) {
    const from = row * rowBytes;
    const end = from + rowBytes;
    const to = (row - seen) * (rowBytes + 1);
    const filter = filterOf(data, from, end, row === 0 ? 0 : rowBytes, step);
    out[to] = filter;
    const shift = to + 1 - from;
    if (filter === 0) {
      out.set(data.subarray(from, end), to + 1);
      continue;
    }
    const before = filter === 1 ? step : rowBytes; // how far the byte lies that is taken away
    const first = filter === 1 ? Math.min(from + step, end) : from;
    for (let i = from; i < first; i++) out[i + shift] = data[i]!; // every index lies in this row or the one above
    for (let i = first; i < end; i++) out[i + shift] = data[i]! - data[i - before]!;
  }
  return out;
}

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
  for (let i = first; i < end; i++) {
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
function resolution(dpi: number): Uint8Array<ArrayBuffer> {
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
  yield chunk('IHDR', header);
  if (dpi !== null) yield resolution(dpi);
  for (const [keyword, text] of Object.entries(texts)) yield textChunk(keyword, text);
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
    chunk('IDAT', deflateRuns(filtered(data, width * channels, channels, 0))),
    chunk('IEND', new Uint8Array()),
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
  const { Zlib } = await import('fflate');
  const { width, height, channels } = picture;
  const rowBytes = width * channels;
  const ready: Uint8Array[] = [];
  const zlib = new Zlib(LEVEL, (bytes) => {
    if (bytes.length > 0) ready.push(chunk('IDAT', bytes));
  });
  const flush = async () => {
    for (const bytes of ready.splice(0)) await append(bytes);
  };
  let above = new Uint8Array();
  let taken = 0;
  for (const part of opening(picture, texts, null)) await append(part);
  return {
    async put({ data, height: rows }) {
      const all = new Uint8Array(above.length + data.length);
      all.set(above);
      all.set(data, above.length);
      taken += rows;
      zlib.push(filtered(all, rowBytes, channels, above.length > 0 ? 1 : 0));
      above = data.slice(data.length - rowBytes);
      await flush();
    },
    async end() {
      if (taken !== height) throw new RangeError(`${taken} rows of ${height} were written`);
      zlib.push(new Uint8Array(), true);
      await flush();
      await append(chunk('IEND', new Uint8Array()));
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
