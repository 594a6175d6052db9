import { unpackBloscLz } from './blosclz.ts';
import { inflate } from './inflate.ts';
import { unpackLz4 } from './lz4.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';
import { unpackZstandard } from './zstandard.ts';

/** C-Blosc parts a block by the bytes of its samples where they are at most so many and the parts are not too small. */
const MOST_PARTS = 16;
const LEAST_PART_BYTES = 128;

const nonsense = () => damaged('its Blosc data make no sense');

/** One part of a block, by the number of its packer in the header. @throws Refusal */
async function unpackPart(packer: number, packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (packed.length === size) return packed;
  if (packer === 3) return inflate([packed], size);
  if (packer === 4) return unpackZstandard(packed, size);
  if (packer > 1) throw notRead('chunks packed by Snappy', 'Save it with Zstandard or zlib.');
  const out = new Uint8Array(size);
  const filled = packer === 0 ? unpackBloscLz(packed, out) : unpackLz4(packed, out);
  if (filled !== size) throw nonsense();
  return out;
}

/** Bytes of a rank together, those of the first rank first: puts each sample's bytes side by side again. */
function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const samples = Math.floor(bytes.length / width);
  const out = new Uint8Array(bytes); // what is over stands at the end as it is
  for (let rank = 0; rank < width; rank++) {
    const from = rank * samples;
    for (let i = 0, to = rank; i < samples; i++, to += width) out[to] = bytes[from + i] ?? 0;
  }
  return out;
}

/**
 * As {@link unshuffled} for single bits, lowest first; blocks whose samples are no multiple of 8 are left as they are. Eight
 * bits of eight samples are turned at once (Warren, Hacker's Delight, 7-3).
 */
function bitsUnshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const samples = Math.floor(bytes.length / width);
  if (samples % 8 !== 0) return bytes;
  const out = new Uint8Array(bytes); // what is over stands at the end as it is
  const row = samples / 8;
  for (let rank = 0; rank < width; rank++) {
    const place = (bit: number, i: number) => bytes[(8 * rank + bit) * row + i] ?? 0;
    for (let i = 0; i < row; i++) {
      let high = (place(7, i) << 24) | (place(6, i) << 16) | (place(5, i) << 8) | place(4, i);
      let low = (place(3, i) << 24) | (place(2, i) << 16) | (place(1, i) << 8) | place(0, i);
      let swapped = (high ^ (high >>> 7)) & 0x00aa00aa;
      high ^= swapped ^ (swapped << 7);
      swapped = (low ^ (low >>> 7)) & 0x00aa00aa;
      low ^= swapped ^ (swapped << 7);
      swapped = (high ^ (high >>> 14)) & 0x0000cccc;
      high ^= swapped ^ (swapped << 14);
      swapped = (low ^ (low >>> 14)) & 0x0000cccc;
      low ^= swapped ^ (swapped << 14);
      const last = (high & 0xf0f0f0f0) | ((low >>> 4) & 0x0f0f0f0f);
      const first = ((high << 4) & 0xf0f0f0f0) | (low & 0x0f0f0f0f);
      for (let sample = 0, to = 8 * i * width + rank; sample < 8; sample++, to += width) {
        out[to] = (sample < 4 ? first : last) >>> (8 * (sample & 3));
      }
    }
  }
  return out;
}

/**
 * Unpacks a buffer of Blosc 1 (c-blosc's README_CHUNK_FORMAT): blocks packed by BloscLZ, LZ4, zlib or Zstandard, their
 * bytes or bits shuffled. numcodecs.js would do it in WebAssembly, but builds its functions from text, which our
 * Content-Security-Policy forbids, and makes as much memory as the buffer asks for.
 *
 * @param size bytes that must come out.
 * @throws Refusal where they do not.
 */
export async function unpackBlosc(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (packed.length < 16) throw cutShort(`a chunk has ${packed.length} bytes, too few for Blosc`);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [flags, width] = [view.getUint8(2), view.getUint8(3)];
  const [bytes, blockSize] = [view.getUint32(4, true), view.getUint32(8, true)];
  if (bytes !== size) throw damaged(`a chunk unpacks to ${count(bytes)} bytes in place of ${count(size)}`);
  if ((flags & 2) !== 0) {
    if (packed.length < 16 + size)
      throw cutShort(`a chunk has ${count(packed.length - 16)} of ${count(size)} bytes`);
    return packed.subarray(16, 16 + size);
  }
  const blocks = Math.ceil(size / blockSize);
  if (width === 0 || blockSize === 0 || 16 + 4 * blocks > packed.length) throw nonsense();
  const out = new Uint8Array(size);
  for (let block = 0; block < blocks; block++) {
    const begin = block * blockSize;
    const length = Math.min(blockSize, size - begin);
    const isParted =
      (flags & 16) === 0 &&
      width <= MOST_PARTS &&
      blockSize / width >= LEAST_PART_BYTES &&
      length === blockSize;
    const parts = isParted ? width : 1;
    const partSize = Math.floor(length / parts);
    const unpacked = new Uint8Array(length);
    let at = view.getUint32(16 + 4 * block, true);
    for (let part = 0; part < parts; part++) {
      if (at + 4 > packed.length) throw nonsense();
      const packedSize = view.getUint32(at, true);
      if (at + 4 + packedSize > packed.length) throw nonsense();
      const some = packed.subarray(at + 4, at + 4 + packedSize);
      unpacked.set(await unpackPart(flags >> 5, some, partSize), part * partSize);
      at += 4 + packedSize;
    }
    const isOfSamples = width > 1 && length >= width;
    const bytesRight = (flags & 1) !== 0 && isOfSamples ? unshuffled(unpacked, width) : unpacked;
    out.set((flags & 4) !== 0 ? bitsUnshuffled(bytesRight, width) : bytesRight, begin);
  }
  return out;
}
