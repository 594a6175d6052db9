import type { Photometric, Planes } from '../picture.ts';
import { checkSize } from './limits.ts';
import { sizeByResolution } from './pixel-size.ts';
import { BrowserReads, count, cutShort, damaged } from './refusal.ts';
import { unpackBits } from './unpack.ts';

const cure = 'Save it as PNG.';

/** The colour table, blue first in the file. Grey steps from black to white are no palette but grey itself. */
function tableOf(bytes: Uint8Array, at: number, entries: number, bits: number): Photometric {
  const palette = Array.from(
    { length: entries },
    (_, i) => [bytes[at + 4 * i + 2] ?? 0, bytes[at + 4 * i + 1] ?? 0, bytes[at + 4 * i] ?? 0] as const,
  );
  const step = 255 / (2 ** bits - 1);
  const isGrey = entries === 2 ** bits && palette.every((rgb, i) => rgb.every((value) => value === i * step));
  return isGrey ? { kind: 'grey' } : { kind: 'palette', palette };
}

/** Where a colour lies in a pixel of 16 or 32 bits. */
interface Mask {
  readonly shift: number;
  /** The largest value. */
  readonly most: number;
}

/** @throws Refusal where the bits of a mask do not lie side by side, or are none. */
function maskOf(bits: number): Mask {
  const shift = bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
  const most = bits / 2 ** shift;
  if (bits === 0 || (most & (most + 1)) !== 0 || most > 255)
    throw damaged('its masks of colours make no sense');
  return { shift, most };
}

/** The masks of red, green, blue and, where there is one, alpha; null where a pixel is three bytes or an index. */
function readMasks(view: DataView, bits: number, headerBytes: number): readonly Mask[] | null {
  const compression = view.getUint32(30, true);
  if (compression !== 3 && compression !== 6) return bits === 16 ? [0x7c00, 0x3e0, 0x1f].map(maskOf) : null;
  // Behind a header of 40 bytes, or inside a longer one, at the same place.
  const stored = [54, 58, 62].map((at) => (at + 4 > view.byteLength ? 0 : view.getUint32(at, true)));
  const alpha =
    (headerBytes >= 56 || compression === 6) && view.byteLength >= 70 ? view.getUint32(66, true) : 0;
  return [...stored, ...(alpha === 0 ? [] : [alpha])].map(maskOf);
}

/** Samples of a kind that are parted by masks, brought to 0..255 as Pillow does it. @param pixels top row first. */
function byMasks(pixels: Uint16Array | Uint32Array, masks: readonly Mask[]): Uint8Array[] {
  return masks.map(({ shift, most }) => {
    const bytes = Uint8Array.from({ length: most + 1 }, (_, value) => Math.floor((value * 255) / most));
    return Uint8Array.from(pixels, (pixel) => bytes[(pixel >>> shift) & most] ?? 0);
  });
}

/**
 * Windows bitmaps without compression: 1, 4 and 8 bits with a table, 16, 24 and 32 bits. The unused fourth byte of 32 bits
 * is left out. Rows come top row first, whichever way the file stores them.
 *
 * @throws Refusal
 */
export async function readBmp(bytes: Uint8Array): Promise<Planes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rare = (what: string) => new BrowserReads('image/bmp', what, cure);
  if (bytes.length < 54) throw cutShort(`it has ${bytes.length} bytes, less than a BMP's header`);
  const [dataAt, headerBytes] = [view.getUint32(10, true), view.getUint32(14, true)];
  if (headerBytes < 40) throw rare('a BMP of the kind before Windows 3');
  const [width, storedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const height = Math.abs(storedHeight);
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw rare(`a BMP of ${bits} bits a pixel`);
  const hasMasks = (compression === 3 || compression === 6) && (bits === 16 || bits === 32);
  if (compression !== 0 && !hasMasks) throw rare(`BMP compression number ${compression}`);
  const masks = readMasks(view, bits, headerBytes);
  checkSize(width, height, masks !== null ? bits / 8 + masks.length : bits < 16 ? 1 : 3);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const end = dataAt + rowBytes * height;
  if (end > bytes.length) {
    throw cutShort(`its picture data go on to byte ${count(end)}, and the file has ${count(bytes.length)}`);
  }
  const samples = bits < 16 ? 1 : 3;
  const entries = Math.min(view.getUint32(46, true) || 2 ** bits, 2 ** bits);
  const tableAt = 14 + headerBytes;
  if (samples === 1 && tableAt + 4 * entries > bytes.length) throw damaged('its table of colours is missing');
  const rowAt = (y: number) => dataAt + rowBytes * (storedHeight < 0 ? y : height - 1 - y);
  const channels =
    masks === null
      ? plainChannels(bytes, width, height, bits, rowAt)
      : byMasks(pixelsOf(view, width, height, bits, rowAt), masks);
  const names = (c: number) => (c === 3 ? { name: 'alpha', alpha: 'straight' as const } : {});
  return {
    width,
    height,
    channels: channels.map((channel, c) => ({ ...names(c), samples: channel })),
    bitDepth: samples === 1 ? bits : 8,
    sampleFormat: 'uint',
    photometric: samples === 3 ? { kind: 'rgb' } : tableOf(bytes, tableAt, entries, bits),
    orientation: 1,
    pixelSizeUm: sizeByResolution(1e6 / view.getInt32(38, true), 1e6 / view.getInt32(42, true)),
    planes: 1,
  };
}

/** Whole pixels of 16 or 32 bits, top row first. */
function pixelsOf(
  view: DataView,
  width: number,
  height: number,
  bits: number,
  rowAt: (y: number) => number,
): Uint16Array | Uint32Array {
  const pixels = bits === 16 ? new Uint16Array(width * height) : new Uint32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = rowAt(y);
    for (let x = 0; x < width; x++, i++)
      pixels[i] = bits === 16 ? view.getUint16(row + 2 * x, true) : view.getUint32(row + 4 * x, true);
  }
  return pixels;
}

/** Indices, or red, green and blue of pixels of three or four bytes. */
function plainChannels(
  bytes: Uint8Array,
  width: number,
  height: number,
  bits: number,
  rowAt: (y: number) => number,
): readonly Uint8Array[] {
  const channels = Array.from({ length: bits < 16 ? 1 : 3 }, () => new Uint8Array(width * height));
  const indices = new Uint8Array(bits < 16 ? width : 0);
  const rowBytes = Math.ceil((width * bits) / 8);
  for (let y = 0; y < height; y++) {
    const row = rowAt(y);
    if (bits < 16) {
      unpackBits(bytes.subarray(row, row + rowBytes), bits, indices);
      channels[0]?.set(indices, y * width);
      continue;
    }
    for (const [c, channel] of channels.entries()) {
      // blue, green, red; the row was checked to be inside
      for (let x = 0, from = row + 2 - c; x < width; x++, from += bits / 8)
        channel[y * width + x] = bytes[from]!;
    }
  }
  return channels;
}
