import type { Planes } from '../picture.ts';
import { umIn } from './length-units.ts';
import { pixelSize } from './pixel-size.ts';
import type { TiffLayout } from './tiff-layout.ts';
import { type Fields, type TiffFile, wholeNumbers } from './tiff-tags.ts';

/** MetaMorph's fields of a stack (Universal Imaging, "Metamorph Stack File Format", 2002). */
const [UIC1, UIC2] = [33628, 33629];

/** What UIC1 numbers its entries by. */
const [X_CALIBRATION, Y_CALIBRATION, CALIBRATION_UNITS] = [4, 5, 6];

/**
 * Planes of a MetaMorph stack, which lie behind each other in one page: the count of its field UIC2 (33629), by which some
 * programs mean planes and some the three numbers of each.
 */
export function metaMorphPlanes(file: TiffFile, fields: Fields, layout: TiffLayout): number | undefined {
  const told = fields.get(UIC2)?.count;
  if (told === undefined || layout.compression !== 1) return undefined;
  const planeBytes = Math.ceil((layout.width * layout.samples * layout.bits) / 8) * layout.height;
  const fits = (planes: number) => planes >= 1 && planes * planeBytes <= file.bytes.size;
  return [told, told / 3].find((planes) => Number.isInteger(planes) && fits(planes));
}

/** The entries of UIC1: a number and where its value lies, by the entry's own number. */
function entriesOf(file: TiffFile, fields: Fields): ReadonlyMap<number, number> {
  const field = fields.get(UIC1);
  if (field === undefined || field.type !== 4) return new Map();
  try {
    // Twice as many longs as it counts.
    const numbers = wholeNumbers(file, new Map([[UIC1, { ...field, count: 2 * field.count }]]), UIC1) ?? [];
    return new Map(
      Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]),
    );
  } catch {
    return new Map(); // the picture does not depend on it
  }
}

/** Width and height of a pixel by UIC1, or null. */
export function metaMorphPixelSize(file: TiffFile, fields: Fields): Planes['pixelSizeUm'] {
  const entries = entriesOf(file, fields);
  const longs = (entry: number, bytes: number) => {
    const read = file.tags.read(entries.get(entry) ?? file.bytes.size, bytes);
    return new DataView(read.buffer, read.byteOffset, read.byteLength);
  };
  const quotient = (entry: number) => {
    const view = longs(entry, 8);
    return view.byteLength < 8
      ? Number.NaN
      : view.getUint32(0, file.isLittle) / view.getUint32(4, file.isLittle);
  };
  const unit = longs(CALIBRATION_UNITS, 36);
  const length =
    unit.byteLength < 4 ? 0 : Math.min(32, unit.byteLength - 4, unit.getUint32(0, file.isLittle));
  const letters = new Uint8Array(unit.buffer, unit.byteOffset + 4 * Math.sign(length), length);
  const um = umIn(new TextDecoder('windows-1252').decode(letters).replace(/\0.*$/s, '').trim());
  return pixelSize(quotient(X_CALIBRATION) * um, quotient(Y_CALIBRATION) * um);
}
