import type { Samples } from '../picture.ts';
import { fromFloat16 } from './float16.ts';
import { inflate } from './inflate.ts';
import { unpackLzw } from './lzw.ts';
import { unpackPackBits } from './packbits.ts';
import { undoDifferences, undoFloatDifferences } from './predictor.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';
import type { TiffLayout } from './tiff-layout.ts';
import { unpackBits } from './unpack.ts';
import { unpackZstandard } from './zstandard.ts';

const reversed = Uint8Array.from({ length: 256 }, (_, byte) => {
  let out = 0;
  for (let bit = 0; bit < 8; bit++) out |= ((byte >> bit) & 1) << (7 - bit);
  return out;
});

const short = (filled: number, size: number): string =>
  `a part of its picture data makes ${count(filled)} of ${count(size)} bytes`;

/**
 * Unpacks one strip or tile, and never more than it should hold.
 *
 * @param packed as in the file.
 * @param size bytes of the block.
 * @returns exactly `size` bytes; with no compression a view into the file, not to be written to.
 */
export async function unpackBlock(packed: Uint8Array, layout: TiffLayout, size: number): Promise<Uint8Array> {
  const bytes = layout.isBitReversed ? packed.map((byte) => reversed[byte] ?? 0) : packed;
  switch (layout.compression) {
    case 1:
      if (bytes.length < size) throw cutShort(short(bytes.length, size));
      return bytes.subarray(0, size);
    case 5: {
      if (bytes[0] === 0 && ((bytes[1] ?? 0) & 1) === 1) {
        throw notRead(
          'LZW compression of the kind before 1992',
          'Save it again as TIFF with a newer program.',
        );
      }
      const out = new Uint8Array(size);
      const filled = unpackLzw(bytes, out);
      if (filled < size) throw damaged(short(filled, size));
      return out;
    }
    case 32773: {
      const out = new Uint8Array(size);
      const filled = unpackPackBits(bytes, out);
      if (filled < size) throw damaged(short(filled, size));
      return out;
    }
    case 50000:
      return unpackZstandard(bytes, size);
    default:
      return inflate([bytes], size);
  }
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

function swap16(samples: Uint16Array): void {
  // `i` stays inside
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i]! << 8) | (samples[i]! >> 8);
}

/**
 * The samples of an unpacked block in the machine's byte order (little-endian, as everywhere that JavaScript runs),
 * predictor undone.
 *
 * @param bytes rows of `rowLength` samples, each row filled up to a whole byte; not changed.
 * @param step channels that lie side by side in a row.
 * @returns samples not to be written to: where nothing had to be undone they are the bytes themselves.
 */
export function blockSamples(
  bytes: Uint8Array,
  layout: TiffLayout,
  isLittle: boolean,
  rowLength: number,
  step: number,
): Samples {
  const { bits, format, predictor } = layout;
  if (![8, 16, 32, 64].includes(bits)) {
    const rowBytes = Math.ceil((rowLength * bits) / 8);
    const rows = Math.floor(bytes.length / rowBytes);
    const Type = bits < 8 ? Uint8Array : bits < 16 ? Uint16Array : Uint32Array;
    const out = new Type(rowLength * rows);
    for (let row = 0; row < rows; row++) {
      const packed = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
      unpackBits(packed, bits, out.subarray(row * rowLength, (row + 1) * rowLength));
    }
    return out;
  }
  // A plane of a stack that plays has megabytes, which are copied to their place anyway.
  const isAsStored = predictor === 1 && (isLittle || bits === 8) && bytes.byteOffset % (bits / 8) === 0;
  if (isAsStored && format === 'uint' && bits <= 16) {
    if (bits === 8) return bytes;
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  }
  const own =
    predictor === 3 ? undoFloatDifferences(bytes.slice(), rowLength, bits / 8, step) : new Uint8Array(bytes);
  const { buffer } = own;
  if (!isLittle && predictor !== 3 && bits === 16) swap16(new Uint16Array(buffer));
  if (!isLittle && predictor !== 3 && bits > 16) swapBytes(own, bits / 8);
  if (predictor === 2) {
    const Type = bits === 8 ? Uint8Array : bits === 16 ? Uint16Array : Uint32Array;
    undoDifferences(new Type(buffer), rowLength, step);
  }
  switch (`${format}${bits}`) {
    case 'uint8':
      return own;
    case 'uint16':
      return new Uint16Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'float16':
      return fromFloat16(new Uint16Array(buffer));
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    default:
      throw damaged(`it names samples of ${bits} bits (${format})`);
  }
}
