import { ascii } from './ascii.ts';
import { XMP } from './xmp.ts';

/** TIFF 6.0: types of a field. */
const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
/** The unit of the resolution is not TIFF's: ImageJ's description names it. */
const NO_UNIT = 1;
const INCH = 2;

interface Field {
  readonly tag: number;
  readonly type: typeof BYTE | typeof ASCII | typeof SHORT | typeof LONG | typeof RATIONAL;
  readonly values: readonly number[];
}

const SIZES = { [BYTE]: 1, [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 } as const;

/** Pixels in a micrometre as a fraction with nine digits where they fit. */
function perMicrometre(pixelUm: number): readonly [number, number] {
  const per = 1 / pixelUm;
  const divisor = 10 ** Math.max(0, Math.min(9, 9 - Math.ceil(Math.log10(per))));
  return [Math.round(per * divisor), divisor];
}

/**
 * One plane of whole numbers as an uncompressed little-endian TIFF. With a pixel size it is written as ImageJ reads it:
 * pixels in a unit, and "unit=micron" in the description.
 *
 * @param samples height * width values.
 * @param texts by keyword, an XMP packet under its own (xmp.ts), each other as a line "keyword=text" of the description, which ImageJ shows and otherwise passes over; other
 *   letters than ASCII are escaped as in JSON.
 */
export const encodeTiff = (
  samples: Uint8Array | Uint16Array | Uint32Array,
  width: number,
  height: number,
  pixelSizeUm: readonly [x: number, y: number] | null,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> =>
  written(samples, width, height, 1, texts, pixelSizeUm ? { unit: NO_UNIT, pixelSizeUm } : null);

/**
 * A 16-bit RGB picture for print as an uncompressed little-endian TIFF.
 *
 * @param samples height * width * 3 values. @param dpi dots an inch, a whole number. @param texts as of {@link encodeTiff}.
 */
export const encodePrintTiff = (
  samples: Uint16Array,
  width: number,
  height: number,
  dpi: number,
  texts: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> => written(samples, width, height, 3, texts, { unit: INCH, dpi });

function written(
  samples: Uint8Array | Uint16Array | Uint32Array,
  width: number,
  height: number,
  channels: 1 | 3,
  texts: Readonly<Record<string, string>>,
  resolution:
    | { readonly unit: typeof NO_UNIT; readonly pixelSizeUm: readonly [x: number, y: number] }
    | { readonly unit: typeof INCH; readonly dpi: number }
    | null,
): Uint8Array<ArrayBuffer> {
  const { [XMP]: xmp, ...described } = texts;
  const lines = Object.entries(described).map(([keyword, text]) => `${keyword}=${ascii(text)}`);
  const [across, down] =
    resolution?.unit === NO_UNIT
      ? resolution.pixelSizeUm.map(perMicrometre)
      : resolution
        ? [0, 1].map(() => [resolution.dpi, 1])
        : [];
  const description = [
    'ImageJ=1.54f',
    ...(resolution?.unit === NO_UNIT ? ['unit=micron'] : []),
    ...lines,
    '',
  ].join('\n');
  const fields: Field[] = [
    { tag: 256, type: LONG, values: [width] },
    { tag: 257, type: LONG, values: [height] },
    { tag: 258, type: SHORT, values: Array.from({ length: channels }, () => 8 * samples.BYTES_PER_ELEMENT) },
    { tag: 259, type: SHORT, values: [1] }, // not compressed
    { tag: 262, type: SHORT, values: [channels === 1 ? 1 : 2] }, // 0 is black, or RGB
    { tag: 270, type: ASCII, values: Array.from(`${description}\0`, (sign) => sign.charCodeAt(0)) },
    { tag: 273, type: LONG, values: [0] }, // where the strip lies: set below
    { tag: 277, type: SHORT, values: [channels] },
    { tag: 278, type: LONG, values: [height] },
    { tag: 279, type: LONG, values: [samples.byteLength] },
    ...(resolution && across && down
      ? [
          { tag: 282, type: RATIONAL, values: across } as const,
          { tag: 283, type: RATIONAL, values: down } as const,
          { tag: 296, type: SHORT, values: [resolution.unit] } as const,
        ]
      : []),
    ...(xmp ? [{ tag: 700, type: BYTE, values: [...new TextEncoder().encode(xmp)] } as const] : []),
  ];
  const bytesOf = ({ type, values }: Field) => SIZES[type] * (type === RATIONAL ? 1 : values.length);
  const directory = 8;
  const beyond = directory + 2 + 12 * fields.length + 4;
  const long = fields.filter((field) => bytesOf(field) > 4);
  const strip = long.reduce((at, field) => at + bytesOf(field) + (bytesOf(field) % 2), beyond);
  const bytes = new Uint8Array(strip + samples.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x002a4949, true); // "II", 42
  view.setUint32(4, directory, true);
  view.setUint16(directory, fields.length, true);
  let far = beyond;
  for (const [i, field] of fields.entries()) {
    const { tag, type, values } = field;
    const entry = directory + 2 + 12 * i;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, type === RATIONAL ? 1 : values.length, true);
    const isFar = bytesOf(field) > 4;
    if (isFar) view.setUint32(entry + 8, far, true);
    let at = isFar ? far : entry + 8;
    for (const value of tag === 273 ? [strip] : values) {
      if (SIZES[type] === 1) view.setUint8(at, value);
      else if (type === SHORT) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += type === RATIONAL ? 4 : SIZES[type];
    }
    if (isFar) far += bytesOf(field) + (bytesOf(field) % 2);
  }
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), strip);
  return bytes;
}
