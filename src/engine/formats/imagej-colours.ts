import type { OmeChannel } from './ome.ts';
import { type Fields, numbers, type TiffFile } from './tiff-tags.ts';

/** ImageJ's own fields: its metadata, and how many bytes each part of them has. */
const [COUNTS, METADATA] = [50838, 50839];
const LUTS = 'luts';
/** Red, green and blue of 256 values each. */
const LUT_BYTES = 768;
/** Look-up tables at most. */
const MOST = 512;

/** A header of four letters and a count for each kind of part; the parts follow in that order, each as long as it is counted. */
function lutsAt(file: TiffFile, fields: Fields): { at: number; count: number } | null {
  const field = fields.get(METADATA);
  const [headBytes = 0, ...parts] = numbers(file, fields, COUNTS) ?? [];
  if (field === undefined || headBytes > 4096) return null;
  const head = file.tags.read(field.at, headBytes);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let at = field.at + headBytes;
  for (let entry = 4; entry + 8 <= view.byteLength; entry += 8) {
    const letters = [0, 1, 2, 3].map((i) => view.getUint8(entry + (file.isLittle ? 3 - i : i)));
    const count = view.getUint32(entry + 4, file.isLittle);
    if (String.fromCharCode(...letters) === LUTS) return { at, count: Math.min(MOST, count) };
    at += parts.splice(0, count).reduce((sum, bytes) => sum + bytes, 0);
  }
  return null;
}

/** The colours that ImageJ shows the channels in: where their look-up tables end. Empty where it keeps none. */
export function imageJColours(file: TiffFile, fields: Fields): readonly OmeChannel[] {
  try {
    const luts = lutsAt(file, fields);
    if (!luts) return [];
    const read = file.tags.read(luts.at, luts.count * LUT_BYTES);
    return Array.from({ length: Math.floor(read.length / LUT_BYTES) }, (_, c): OmeChannel => {
      const [red = 0, green = 0, blue = 0] = [255, 511, 767].map((i) => read[c * LUT_BYTES + i]);
      return red + green + blue > 0 ? { colour: [red, green, blue] } : {}; // black: an inverted table
    });
  } catch {
    return []; // the picture does not depend on them
  }
}
