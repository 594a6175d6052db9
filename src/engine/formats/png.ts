import type { PaletteEntry, Photometric, Planes } from '../picture.ts';
import { exifOrientation } from './exif.ts';
import { inflate } from './inflate.ts';
import { checkSize } from './limits.ts';
import { sizeByResolution } from './pixel-size.ts';
import { type PngChunk, pngChunks } from './png-chunks.ts';
import { cutShort, damaged } from './refusal.ts';
import { unpackBits } from './unpack.ts';

/** Samples a pixel and bit depths by colour type (PNG 3rd edition, table 8). */
const colourTypes: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly samples: number;
  readonly isInterlaced: boolean;
}

/** One pass over the picture: every pixel (x0 + i * dx, y0 + j * dy). */
interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
}

const whole: readonly Pass[] = [{ x0: 0, y0: 0, dx: 1, dy: 1 }];
const adam7: readonly Pass[] = [
  { x0: 0, y0: 0, dx: 8, dy: 8 },
  { x0: 4, y0: 0, dx: 8, dy: 8 },
  { x0: 0, y0: 4, dx: 4, dy: 8 },
  { x0: 2, y0: 0, dx: 4, dy: 4 },
  { x0: 0, y0: 2, dx: 2, dy: 4 },
  { x0: 1, y0: 0, dx: 2, dy: 2 },
  { x0: 0, y0: 1, dx: 1, dy: 2 },
];

function readHeader(chunk: PngChunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw damaged('it has no PNG header');
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => view.getUint8(at));
  const kind = colourTypes[colour ?? -1];
  if (kind === undefined || depth === undefined || !kind.depths.includes(depth)) {
    throw damaged(`its header asks for colour type ${colour} with ${depth} bits, which PNG has not`);
  }
  if (compression !== 0 || filter !== 0 || interlace === undefined || interlace > 1) {
    throw damaged('its header names a compression, filter or interlace that PNG has not');
  }
  checkSize(width, height, (kind.samples * Math.max(depth, 8)) / 8);
  return { width, height, depth, colour: colour ?? 0, samples: kind.samples, isInterlaced: interlace === 1 };
}

/**
 * Undoes the filters of one pass in place (PNG 3rd edition, 9.2).
 *
 * @param raw at `start`, `rows` times a filter byte and `rowBytes` bytes.
 * @param step bytes from a pixel to the next, at least 1.
 */
function unfilter(raw: Uint8Array, start: number, rows: number, rowBytes: number, step: number): void {
  for (let row = 0; row < rows; row++) {
    const from = start + row * (rowBytes + 1) + 1;
    const end = from + rowBytes;
    const above = row === 0 ? -1 : from - rowBytes - 1;
    const filter = raw[from - 1];
    // Every index below lies between `start` and `end`, inside `raw`.
    if (filter === 1) {
      for (let i = from + step; i < end; i++) raw[i]! += raw[i - step]!;
    } else if (filter === 2 && above >= 0) {
      for (let i = from, a = above; i < end; i++, a++) raw[i]! += raw[a]!;
    } else if (filter === 3) {
      for (let i = from, a = above; i < end; i++, a++) {
        const left = i - step < from ? 0 : raw[i - step]!;
        raw[i]! += (left + (above < 0 ? 0 : raw[a]!)) >> 1;
      }
    } else if (filter === 4) {
      for (let i = from, a = above; i < end; i++, a++) {
        const hasLeft = i - step >= from;
        const left = hasLeft ? raw[i - step]! : 0;
        const up = above < 0 ? 0 : raw[a]!;
        const corner = hasLeft && above >= 0 ? raw[a - step]! : 0;
        const toLeft = Math.abs(up - corner);
        const toUp = Math.abs(left - corner);
        const toCorner = Math.abs(left + up - 2 * corner);
        raw[i]! += toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      }
    } else if (filter !== 0 && filter !== 2) {
      throw damaged(`row ${row} names filter ${filter}, which PNG has not`);
    }
  }
}

/** Places the rows of one unfiltered pass into the channels. */
function scatter(
  raw: Uint8Array,
  start: number,
  pass: Pass,
  columns: number,
  header: Header,
  channels: readonly (Uint8Array | Uint16Array)[],
): void {
  const { samples, depth, width, height } = header;
  const rowBytes = Math.ceil((columns * samples * depth) / 8);
  const unpacked = new Uint8Array(depth < 8 ? columns * samples : 0);
  let at = start + 1;
  for (let y = pass.y0; y < height; y += pass.dy, at += rowBytes + 1) {
    if (depth < 8) unpackBits(raw.subarray(at, at + rowBytes), depth, unpacked);
    for (const [c, channel] of channels.entries()) {
      let to = y * width + pass.x0;
      // The row holds columns * samples samples, and `to` counts as many pixels of this picture row.
      if (depth === 16) {
        for (let i = at + 2 * c, n = 0; n < columns; n++, i += 2 * samples, to += pass.dx) {
          channel[to] = (raw[i]! << 8) | raw[i + 1]!;
        }
      } else {
        const row = depth < 8 ? unpacked : raw;
        for (let i = (depth < 8 ? 0 : at) + c, n = 0; n < columns; n++, i += samples, to += pass.dx) {
          channel[to] = row[i]!;
        }
      }
    }
  }
}

function passes(header: Header) {
  let start = 0;
  return (header.isInterlaced ? adam7 : whole).flatMap((pass) => {
    const columns = Math.ceil((header.width - pass.x0) / pass.dx);
    const rows = Math.ceil((header.height - pass.y0) / pass.dy);
    if (columns <= 0 || rows <= 0) return [];
    const rowBytes = Math.ceil((columns * header.samples * header.depth) / 8);
    const placed = { pass, columns, rows, rowBytes, start, end: start + rows * (rowBytes + 1) };
    start = placed.end;
    return [placed];
  });
}

/** @param transparency tRNS: alphas of the palette's first entries, or the one colour that is transparent. */
function photometric(
  header: Header,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Photometric {
  if (header.colour === 3) {
    if (palette === undefined || palette.length === 0 || palette.length % 3 !== 0) {
      throw damaged('its colours are indices, and the table of colours is missing');
    }
    const entries = Array.from({ length: palette.length / 3 }, (_, i): PaletteEntry => {
      const [red = 0, green = 0, blue = 0] = palette.subarray(3 * i, 3 * i + 3);
      const alpha = transparency?.[i] ?? 255;
      return alpha === 255 ? [red, green, blue] : [red, green, blue, alpha];
    });
    return { kind: 'palette', palette: entries };
  }
  const kind = header.samples >= 3 ? 'rgb' : 'grey';
  if (transparency?.length !== 2 * header.samples) return { kind };
  const value = (c: number) => ((transparency[2 * c] ?? 0) << 8) | (transparency[2 * c + 1] ?? 0);
  return { kind, clear: Array.from({ length: header.samples }, (_, c) => value(c)) };
}

function physicalSize(chunk: Uint8Array | undefined): Planes['pixelSizeUm'] {
  if (chunk?.length !== 9 || chunk[8] !== 1) return null; // unit 1: pixels per metre
  const view = new DataView(chunk.buffer, chunk.byteOffset, 9);
  return sizeByResolution(1e6 / view.getUint32(0), 1e6 / view.getUint32(4));
}

/**
 * PNG (ISO/IEC 15948, third edition 2025), all colour types and depths, interlaced or not. Gamma and ICC profiles are
 * left alone: the samples are the file's own. Texts are passed over packed, as they are.
 *
 * @throws Refusal
 */
export async function readPng(bytes: Uint8Array): Promise<Planes> {
  const chunks = pngChunks(bytes);
  const header = readHeader(chunks.next().value ?? undefined);
  const data: Uint8Array[] = [];
  const extra = new Map<string, Uint8Array>();
  for (const chunk of chunks) {
    if (chunk.type === 'IDAT') data.push(chunk.data);
    else if (/^(PLTE|tRNS|pHYs|eXIf)$/.test(chunk.type)) extra.set(chunk.type, chunk.data);
  }
  if (data.length === 0) throw cutShort('it has a header and no picture data');
  const seen = photometric(header, extra.get('PLTE'), extra.get('tRNS'));
  const placed = passes(header);
  const raw = inflate(data, placed.at(-1)?.end ?? 0);
  const length = header.width * header.height;
  const channels = Array.from({ length: header.samples }, () =>
    header.depth === 16 ? new Uint16Array(length) : new Uint8Array(length),
  );
  const step = Math.max(1, (header.samples * header.depth) / 8);
  for (const { pass, columns, rows, rowBytes, start } of placed) {
    unfilter(raw, start, rows, rowBytes, step);
    scatter(raw, start, pass, columns, header, channels);
  }
  const alpha = header.colour === 4 ? 1 : header.colour === 6 ? 3 : -1;
  const exif = extra.get('eXIf');
  return {
    width: header.width,
    height: header.height,
    channels: channels.map((samples, c) =>
      c === alpha ? { name: 'alpha', alpha: 'straight', samples } : { samples },
    ),
    bitDepth: header.depth,
    sampleFormat: 'uint',
    photometric: seen,
    orientation: exif === undefined ? 1 : exifOrientation(exif),
    pixelSizeUm: physicalSize(extra.get('pHYs')),
    planes: 1,
  };
}
