import type { DicomHeader } from './dicom-header.ts';
import { unpackPackBits } from './packbits.ts';
import { count, cutShort, damaged } from './refusal.ts';

/**
 * RLE Lossless (PS3.5, annex G): PackBits of one rank of bytes of one sample after the other, the highest rank first.
 *
 * @returns the frame as little-endian samples, channel after channel.
 * @throws Refusal
 */
export function unpackRle(packed: Uint8Array, header: DicomHeader): Uint8Array {
  const pixels = header.rows * header.columns;
  const width = header.bitsAllocated / 8;
  const ranks = width * header.samplesPerPixel;
  if (packed.length < 64) throw cutShort(`a frame has ${packed.length} bytes, too few for RLE`);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const parts = view.getUint32(0, true);
  if (parts !== ranks) throw damaged(`a frame is packed in ${count(parts)} parts in place of ${ranks}`);
  const out = new Uint8Array(pixels * ranks);
  const rank = new Uint8Array(pixels);
  for (let part = 0; part < ranks; part++) {
    const from = view.getUint32(4 + 4 * part, true);
    const next = part + 1 < ranks ? view.getUint32(8 + 4 * part, true) : packed.length;
    const filled = from < 64 || next < from ? 0 : unpackPackBits(packed.subarray(from, next), rank);
    if (filled < pixels) throw cutShort(`a part of a frame makes ${count(filled)} of ${count(pixels)} bytes`);
    const channel = Math.floor(part / width);
    let to = channel * pixels * width + (width - 1 - (part % width));
    for (let i = 0; i < pixels; i++, to += width) out[to] = rank[i] ?? 0;
  }
  return out;
}
