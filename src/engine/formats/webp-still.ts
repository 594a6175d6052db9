import { exifOrientation } from './exif.ts';
import { checkSize, maxWebpPixels } from './limits.ts';
import { count, cutShort, damaged } from './refusal.ts';

/** A still picture in a file: the chunks that libwebp needs, and where it lies on the whole. */
export interface WebpStill {
  /** A WebP file of this picture alone. */
  readonly bytes: Uint8Array;
  /** Of the whole; a frame of an animation may be smaller. */
  readonly width: number;
  readonly height: number;
  readonly frame: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly hasAlpha: boolean;
  readonly orientation: number;
  /** Frames of an animation, else 1. */
  readonly frames: number;
}

interface Chunk {
  readonly type: string;
  /** Where its data begin. */
  readonly data: number;
  readonly length: number;
}

const letters = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

/** The chunks between two places. @throws Refusal where one goes on beyond the end. */
function chunksIn(bytes: Uint8Array, from: number, end: number): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= end; ) {
    const [type, length, data] = [letters(bytes, at), view.getUint32(at + 4, true), at + 8];
    if (data + length > end)
      throw cutShort(`its part at byte ${count(at)} goes on to byte ${count(data + length)}`);
    chunks.push({ type, data, length });
    at = data + length + (length & 1);
  }
  return chunks;
}

/** Size and alpha by a picture's own chunks. @throws Refusal where there is no picture. */
function pictureOf(
  bytes: Uint8Array,
  chunks: readonly Chunk[],
): { width: number; height: number; hasAlpha: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasAlph = chunks.some(({ type }) => type === 'ALPH');
  const picture = chunks.find(({ type }) => type === 'VP8 ' || type === 'VP8L');
  if (picture === undefined) throw damaged('it is a WebP without a picture');
  const { type, data, length } = picture;
  if (length < (type === 'VP8 ' ? 10 : 5)) throw cutShort('its picture has no header');
  if (type === 'VP8 ') {
    const side = (at: number) => view.getUint16(data + at, true) & 0x3fff;
    return { width: side(6), height: side(8), hasAlpha: hasAlph };
  }
  const packed = view.getUint32(data + 1, true);
  return {
    width: (packed & 0x3fff) + 1,
    height: ((packed >>> 14) & 0x3fff) + 1,
    hasAlpha: (packed & (1 << 28)) !== 0,
  };
}

/** The first frame of an animation as a file of its own (RFC 9649, 2.7.1.1). */
function firstFrame(
  bytes: Uint8Array,
  { data, length }: Chunk,
): { chunks: readonly Chunk[]; x: number; y: number } {
  if (length < 16) throw cutShort('its first frame has no header');
  const three = (at: number) =>
    (bytes[data + at] ?? 0) | ((bytes[data + at + 1] ?? 0) << 8) | ((bytes[data + at + 2] ?? 0) << 16);
  return { chunks: chunksIn(bytes, data + 16, data + length), x: 2 * three(0), y: 2 * three(3) };
}

/** A file of chunks that are enough to decode one picture. */
function fileOf(bytes: Uint8Array, chunks: readonly Chunk[], width: number, height: number): Uint8Array {
  const needed = chunks.filter(({ type }) => ['ALPH', 'VP8 ', 'VP8L'].includes(type));
  const extended = needed.some(({ type }) => type === 'ALPH') ? 18 : 0;
  const size = needed.reduce((sum, { length }) => sum + 8 + length + (length & 1), 12 + extended);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  const word = (at: number, text: string) =>
    out.set(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      at,
    );
  word(0, 'RIFF');
  view.setUint32(4, size - 8, true);
  word(8, 'WEBP');
  if (extended > 0) {
    word(12, 'VP8X');
    view.setUint32(16, 10, true);
    out[20] = 0x10; // alpha
    view.setUint32(24, (width - 1) | (((height - 1) & 255) << 24), true);
    view.setUint16(28, (height - 1) >> 8, true);
  }
  let at = 12 + extended;
  for (const { type, data, length } of needed) {
    word(at, type);
    view.setUint32(at + 4, length, true);
    out.set(bytes.subarray(data, data + length), at + 8);
    at += 8 + length + (length & 1);
  }
  return out;
}

/** Walks the RIFF chunks (RFC 9649) and reads the sizes in them. @throws Refusal where they are cut or too large. */
export function readStill(bytes: Uint8Array): WebpStill {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (letters(bytes, 0) !== 'RIFF') throw damaged('it has no WebP header');
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) {
    throw cutShort(`it has ${count(bytes.length)} of the ${count(end)} bytes that its header names`);
  }
  const chunks = chunksIn(bytes, 12, end);
  const exif = chunks.find(({ type }) => type === 'EXIF');
  const orientation =
    exif === undefined ? 1 : exifOrientation(bytes.subarray(exif.data, exif.data + exif.length));
  const frames = chunks.filter(({ type }) => type === 'ANMF');
  const [animated] = frames;
  if (animated === undefined) {
    const { width, height, hasAlpha } = pictureOf(bytes, chunks);
    checkSize(width, height, 4, maxWebpPixels);
    const frame = { x: 0, y: 0, width, height };
    return { bytes, width, height, frame, hasAlpha, orientation, frames: 1 };
  }
  const extended = chunks.find(({ type, length }) => type === 'VP8X' && length >= 10);
  if (extended === undefined) throw damaged('it is an animation that does not give its size');
  const width = (view.getUint32(extended.data + 4, true) & 0xffffff) + 1;
  const height = (view.getUint32(extended.data + 6, true) >>> 8) + 1;
  checkSize(width, height, 4, maxWebpPixels);
  const first = firstFrame(bytes, animated);
  const picture = pictureOf(bytes, first.chunks);
  if (first.x + picture.width > width || first.y + picture.height > height)
    throw damaged('its first frame lies outside the picture');
  const isWhole = picture.width === width && picture.height === height;
  return {
    bytes: fileOf(bytes, first.chunks, picture.width, picture.height),
    width,
    height,
    frame: { x: first.x, y: first.y, width: picture.width, height: picture.height },
    hasAlpha: !isWhole || picture.hasAlpha || (view.getUint8(extended.data) & 0x10) !== 0,
    orientation,
    frames: frames.length,
  };
}
