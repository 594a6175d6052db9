import type { PaletteEntry, Planes } from '../picture.ts';
import { endOfBlocks, nextBlock } from './gif-blocks.ts';
import { checkSize } from './limits.ts';
import { cutShort, damaged, notRead } from './refusal.ts';

type Palette = PaletteEntry[];

/** As {@link endOfBlocks}. @throws Refusal where the file ends first. */
function skipBlocks(bytes: Uint8Array, at: number): number {
  const end = endOfBlocks(bytes, at);
  if (end === null) throw cutShort('it ends inside a part');
  return end;
}

/**
 * GIF's LZW (GIF89a, appendix F: codes lowest bit first, from the sub-blocks at `at`).
 *
 * @param out filled with indices in stored order. @returns how many came out.
 */
function unpack(bytes: Uint8Array, at: number, minBits: number, out: Uint8Array): number {
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const length = new Uint16Array(4096).fill(1);
  const clear = 1 << minBits;
  for (let code = 0; code < clear; code++) suffix[code] = code;
  let [next, bits, held, heldBits, previous, filled, left] = [clear + 2, minBits + 1, 0, 0, -1, 0, 0];
  while (filled < out.length) {
    while (heldBits < bits) {
      if (left === 0) left = bytes[at++] ?? 0;
      if (left === 0 || at >= bytes.length) return filled;
      held |= (bytes[at++] ?? 0) << heldBits;
      heldBits += 8;
      left--;
    }
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    heldBits -= bits;
    if (code === clear) {
      [next, bits, previous] = [clear + 2, minBits + 1, -1];
      continue;
    }
    if (code === clear + 1 || code > next || (previous < 0 && code > clear)) return filled;
    const isNew = code === next;
    if (isNew && previous < 0) return filled;
    const known = isNew ? previous : code;
    // tables and codes are below 4096, and the tables are filled up to `next`
    const knownLength = length[known]!;
    let walk = known;
    for (let place = filled + knownLength - 1; place > filled; place--) {
      if (place < out.length) out[place] = suffix[walk]!;
      walk = prefix[walk]!;
    }
    const first = suffix[walk]!;
    out[filled] = first;
    if (isNew && filled + knownLength < out.length) out[filled + knownLength] = first;
    filled += knownLength + (isNew ? 1 : 0);
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      length[next] = length[previous]! + 1;
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out.length;
}

/** Stored row `i` of an interlaced frame lies at this row of the picture. */
function interlacedRows(height: number): number[] {
  const rows: number[] = [];
  for (const [from, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let row = from; row < height; row += step) rows.push(row);
  }
  return rows;
}

/** Frames after the first, counted from the byte after it to the trailer or as far as the file goes. */
function countFurther(bytes: Uint8Array, from: number): number {
  let frames = 0;
  for (let at = nextBlock(bytes, from); at < bytes.length; at = nextBlock(bytes, at)) {
    const flags = bytes[at + 9] ?? 0;
    const isFrame = bytes[at] === 0x2c;
    if (!isFrame && bytes[at] !== 0x21) return frames; // the trailer, or what is no GIF
    const data = isFrame ? at + 11 + (flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0) : at + 2;
    const end = endOfBlocks(bytes, data);
    if (end === null) return frames; // cut inside
    if (isFrame) frames++;
    at = end;
  }
  return frames;
}

/**
 * The first frame of a GIF (87a, 89a) as indices and palette.
 *
 * @throws Refusal
 */
export async function readGif(bytes: Uint8Array): Promise<Planes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const paletteAt = (at: number, flags: number): Palette => {
    const entries = 2 ** ((flags & 7) + 1);
    if (at + 3 * entries > bytes.length) throw cutShort('it ends inside its table of colours');
    return Array.from({ length: entries }, (_, i) => {
      const entry = at + 3 * i;
      return [view.getUint8(entry), view.getUint8(entry + 1), view.getUint8(entry + 2)] as const;
    });
  };
  if (bytes.length < 13) throw cutShort(`it has ${bytes.length} bytes, less than a GIF's header`);
  const flags = view.getUint8(10);
  let palette: Palette | undefined;
  let at = 13;
  if (flags & 128) {
    palette = paletteAt(at, flags);
    at += 3 * palette.length;
  }
  let clear = -1; // the transparent index, by the graphic control extension
  for (at = nextBlock(bytes, at); bytes[at] === 0x21; at = nextBlock(bytes, at)) {
    const isControl = bytes[at + 1] === 0xf9 && bytes[at + 2] === 4;
    if (isControl) clear = (bytes[at + 3] ?? 0) & 1 ? (bytes[at + 6] ?? -1) : -1;
    at = skipBlocks(bytes, at + 2);
  }
  if (bytes[at] === 0x3b) throw damaged('it is a GIF without a picture');
  if (at + 11 > bytes.length) throw cutShort('it ends before its first frame');
  if (bytes[at] !== 0x2c) throw damaged('something that is no GIF stands before its first frame');
  const [width, height, frameFlags] = [
    view.getUint16(at + 5, true),
    view.getUint16(at + 7, true),
    view.getUint8(at + 9),
  ];
  checkSize(width, height, 1);
  if (view.getUint16(6, true) !== width || view.getUint16(8, true) !== height) {
    throw notRead('a first frame smaller or larger than the whole picture', 'Save it as PNG.');
  }
  at += 10;
  if (frameFlags & 128) {
    palette = paletteAt(at, frameFlags);
    at += 3 * palette.length;
  }
  if (palette === undefined) throw damaged('it has no table of colours');
  const entry = palette[clear];
  if (entry !== undefined) palette[clear] = [entry[0], entry[1], entry[2], 0];
  const minBits = bytes[at] ?? 0;
  if (minBits < 2 || minBits > 8) throw damaged(`its data name ${minBits} bits an index`);
  const stored = new Uint8Array(width * height);
  const filled = unpack(bytes, at + 1, minBits, stored);
  if (filled < stored.length) throw cutShort(`its first frame holds ${filled} of ${stored.length} pixels`);
  let samples = stored;
  if (frameFlags & 64) {
    samples = new Uint8Array(stored.length);
    for (const [i, row] of interlacedRows(height).entries()) {
      samples.set(stored.subarray(i * width, (i + 1) * width), row * width);
    }
  }
  return {
    width,
    height,
    channels: [{ samples }],
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'palette', palette },
    orientation: 1,
    pixelSizeUm: null,
    planes: 1 + countFurther(bytes, endOfBlocks(bytes, at + 1) ?? bytes.length),
  };
}
