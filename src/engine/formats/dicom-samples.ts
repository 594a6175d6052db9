import type { Samples } from '../picture.ts';
import type { DicomHeader } from './dicom-header.ts';

type Form = Pick<
  DicomHeader,
  'samplesPerPixel' | 'isPlanar' | 'bitsAllocated' | 'bitsStored' | 'highBit' | 'isSigned' | 'isLittle'
>;

function emptyOf({ bitsAllocated, isSigned }: Form, length: number): Samples {
  if (bitsAllocated === 8) return isSigned ? new Int8Array(length) : new Uint8Array(length);
  if (bitsAllocated === 16) return isSigned ? new Int16Array(length) : new Uint16Array(length);
  return isSigned ? new Int32Array(length) : new Uint32Array(length);
}

/**
 * Samples as numbers, channel by channel. Bits beside the stored ones, as of overlays, are no part of a number.
 *
 * @param raw at least `pixels` samples of each channel, as they lie in the file.
 */
export function samplesOf(raw: Uint8Array, form: Form, pixels: number): Samples[] {
  const { samplesPerPixel, isPlanar, bitsAllocated, bitsStored, highBit, isSigned, isLittle } = form;
  const width = bitsAllocated / 8;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const drop = highBit + 1 - bitsStored;
  const above = 32 - bitsStored;
  return Array.from({ length: samplesPerPixel }, (_, c) => {
    const samples = emptyOf(form, pixels);
    const step = isPlanar ? width : width * samplesPerPixel;
    let at = isPlanar ? c * pixels * width : c * width;
    for (let i = 0; i < pixels; i++, at += step) {
      const all =
        width === 1
          ? view.getUint8(at)
          : width === 2
            ? view.getUint16(at, isLittle)
            : view.getUint32(at, isLittle);
      const shifted = (all >>> drop) << above;
      samples[i] = isSigned ? shifted >> above : shifted >>> above;
    }
    return samples;
  });
}

/**
 * Pairs of pixels that share their colours (YBR_FULL_422: Y, Y, Cb, Cr) as three samples for each.
 *
 * @param pairs how many, in `raw` four bytes each.
 */
export function fromPairs(raw: Uint8Array, pairs: number): Uint8Array {
  const out = new Uint8Array(6 * pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const [one = 0, two = 0, blue = 0, red = 0] = raw.subarray(4 * pair, 4 * pair + 4);
    out.set([one, blue, red, two, blue, red], 6 * pair);
  }
  return out;
}

/** Luma and two differences of colour (YBR_FULL, PS3.3 C.7.6.3.1.2), in place, as red, green and blue of 8 bits. */
export function toRgb([first, second, third]: readonly Samples[]): void {
  if (!first || !second || !third) return;
  const clipped = Uint8ClampedArray.of(0, 0, 0);
  for (let i = 0; i < first.length; i++) {
    const [luma, blue, red] = [first[i] ?? 0, (second[i] ?? 0) - 128, (third[i] ?? 0) - 128];
    clipped[0] = Math.floor(luma + 1.402 * red + 0.5);
    clipped[1] = Math.floor(luma - ((0.114 * 1.772) / 0.587) * blue - ((0.299 * 1.402) / 0.587) * red + 0.5);
    clipped[2] = Math.floor(luma + 1.772 * blue + 0.5);
    [first[i], second[i], third[i]] = clipped as unknown as [number, number, number]; // three
  }
}
