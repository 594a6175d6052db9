import type { Photometric, Planes } from '../picture.ts';
import { checkSize } from './limits.ts';
import { pixelSize } from './pixel-size.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';
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

/**
 * Windows bitmaps without compression: 1, 4 and 8 bits with a table, 24 and 32 bits. The unused fourth byte of 32 bits
 * is left out. Rows come top row first, whichever way the file stores them.
 *
 * @throws Refusal
 */
export async function readBmp(bytes: Uint8Array): Promise<Planes> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 54) throw cutShort(`it has ${bytes.length} bytes, less than a BMP's header`);
  const [dataAt, headerBytes] = [view.getUint32(10, true), view.getUint32(14, true)];
  if (headerBytes < 40) throw notRead('a BMP of the kind before Windows 3', cure);
  const [width, storedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const height = Math.abs(storedHeight);
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (![1, 4, 8, 24, 32].includes(bits)) throw notRead(`a BMP of ${bits} bits a pixel`, cure);
  const masks =
    compression === 3 && bytes.length >= 66 ? [54, 58, 62].map((at) => view.getUint32(at, true)) : [];
  const isPlainMask = bits === 32 && masks[0] === 0xff0000 && masks[1] === 0xff00 && masks[2] === 0xff;
  if (compression !== 0 && !isPlainMask) throw notRead(`BMP compression number ${compression}`, cure);
  const samples = bits >= 24 ? 3 : 1;
  checkSize(width, height, samples);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const end = dataAt + rowBytes * height;
  if (end > bytes.length) {
    throw cutShort(`its picture data go on to byte ${count(end)}, and the file has ${count(bytes.length)}`);
  }
  const entries = Math.min(view.getUint32(46, true) || 2 ** bits, 2 ** bits);
  const tableAt = 14 + headerBytes;
  if (samples === 1 && tableAt + 4 * entries > bytes.length) throw damaged('its table of colours is missing');
  const channels = Array.from({ length: samples }, () => new Uint8Array(width * height));
  const indices = new Uint8Array(samples === 1 ? width : 0);
  for (let y = 0; y < height; y++) {
    const row = dataAt + rowBytes * (storedHeight < 0 ? y : height - 1 - y);
    if (samples === 1) {
      unpackBits(bytes.subarray(row, row + rowBytes), bits, indices);
      channels[0]?.set(indices, y * width);
    } else {
      for (const [c, channel] of channels.entries()) {
        // blue, green, red; the row was checked to be inside
        for (let x = 0, from = row + 2 - c; x < width; x++, from += bits / 8)
          channel[y * width + x] = bytes[from]!;
      }
    }
  }
  return {
    width,
    height,
    channels: channels.map((channel) => ({ samples: channel })),
    bitDepth: samples === 1 ? bits : 8,
    sampleFormat: 'uint',
    photometric: samples === 3 ? { kind: 'rgb' } : tableOf(bytes, tableAt, entries, bits),
    orientation: 1,
    pixelSizeUm: pixelSize(1e6 / view.getInt32(38, true), 1e6 / view.getInt32(42, true)),
    planes: 1,
  };
}
