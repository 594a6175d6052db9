import type { Picture } from '../picture.ts';
import { ascii } from './ascii.ts';
import { XMP } from './xmp.ts';

/** A file that is written at any place. */
export interface Sink {
  write(at: number, bytes: Uint8Array): void | Promise<void>;
}

/** A picture too large to hold, as it becomes a file. */
export interface TiledPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Side of a tile in pixels: a multiple of 16, as TIFF asks for. */
  readonly tile: number;
  readonly pixelSizeUm: readonly [x: number, y: number] | null;
  /** By keyword: an XMP packet under its own (xmp.ts), each other a line "keyword=text" of the image's description. */
  readonly texts?: Readonly<Record<string, string>>;
}

export interface TileWriter {
  /** Writes the tile whose first pixel is at `x`, `y`, multiples of its side: whole, but for those at the right and lower border. */
  put(tile: Picture, x: number, y: number): Promise<void>;
  /** Writes what says where the tiles lie. @throws RangeError where tiles are missing. */
  end(): Promise<void>;
}

/** BigTIFF: types of a field. */
const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const LONG8 = 16;
const SIZES = { [BYTE]: 1, [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8, [LONG8]: 8 } as const;

interface Field {
  readonly tag: number;
  readonly type: keyof typeof SIZES;
  /** Of a RATIONAL both numbers, one after the other. */
  readonly values: readonly number[];
}

const HEADER_BYTES = 16;
/** Where the header says where the directory lies. */
const DIRECTORY_PLACE = 8;
const ADOBE_DEFLATE = 8;
/** Each sample less the one a pixel before it. */
const HORIZONTAL = 2;
const CENTIMETRE = 3;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** OME-XML 2016-06 of one plane. */
export function omeXml({ width, height, channels, pixelSizeUm, texts = {} }: TiledPicture): string {
  const described = Object.entries(texts)
    .filter(([keyword]) => keyword !== XMP)
    .map(([keyword, text]) => `${keyword}=${escaped(ascii(text))}`);
  const [x, y] = pixelSizeUm ?? [];
  const size = x && y ? ` PhysicalSizeX="${x}" PhysicalSizeY="${y}"` : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">',
    ...(described.length > 0 ? ['<Description>', ...described, '</Description>'] : []),
    `<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" BigEndian="false" SizeX="${width}" SizeY="${height}" SizeC="${channels}" SizeZ="1" SizeT="1"${size}>`,
    `<Channel ID="Channel:0:0" SamplesPerPixel="${channels}"/><TiffData IFD="0" PlaneCount="1"/>`,
    '</Pixels></Image></OME>',
  ].join('\n');
}

/** The bytes of a whole tile, 0 beyond the picture, each row as differences. */
function predicted({ width, height, channels, data }: Picture, side: number): Uint8Array {
  const out = new Uint8Array(side * side * channels);
  for (let y = 0; y < height; y++) {
    const from = y * width * channels;
    const to = y * side * channels;
    out.set(data.subarray(from, from + width * channels), to);
    for (let i = side * channels - 1; i >= channels; i--) out[to + i]! -= out[to + i - channels]!; // within the row
  }
  return out;
}

/**
 * An 8-bit picture as a BigTIFF of Deflate-compressed tiles with OME-XML, written tile by tile in any order: what is held is one tile,
 * and 16 bytes for each.
 *
 * @throws RangeError where the side of the tiles is not a multiple of 16.
 */
export async function tileWriter(picture: TiledPicture, sink: Sink): Promise<TileWriter> {
  const { zlibSync } = await import('fflate');
  const { width, height, channels, tile: side, pixelSizeUm, texts } = picture;
  const xmp = texts?.[XMP];
  if (side < 16 || side % 16 !== 0)
    throw new RangeError(`the side of a TIFF's tiles is a multiple of 16, not ${side}`);
  const across = Math.ceil(width / side);
  const offsets = new Array<number>(across * Math.ceil(height / side)).fill(0);
  const lengths = offsets.slice();
  let at = HEADER_BYTES;
  const append = async (bytes: Uint8Array) => {
    const place = at;
    at += bytes.length + (bytes.length % 2); // all begins at an even place
    await sink.write(place, bytes);
    return place;
  };
  const xml = new TextEncoder().encode(`${omeXml(picture)}\0`);
  const described = await append(xml);

  return {
    async put(tile, x, y) {
      const nth = (y / side) * across + x / side;
      const fits = tile.width === Math.min(side, width - x) && tile.height === Math.min(side, height - y);
      if (!fits || tile.channels !== channels || !Number.isInteger(nth))
        throw new RangeError(`a tile of ${tile.width} x ${tile.height} does not fit at ${x}, ${y}`);
      const bytes = zlibSync(predicted(tile, side), { level: 6 });
      lengths[nth] = bytes.length;
      offsets[nth] = await append(bytes);
    },
    async end() {
      const missing = offsets.filter((offset) => offset === 0).length;
      if (missing > 0) throw new RangeError(`${missing} tiles of ${offsets.length} were not written`);
      const perCm = (um: number): readonly number[] => [Math.round(1e8 / um), 10_000];
      const fields: Field[] = [
        { tag: 256, type: LONG, values: [width] },
        { tag: 257, type: LONG, values: [height] },
        { tag: 258, type: SHORT, values: new Array<number>(channels).fill(8) },
        { tag: 259, type: SHORT, values: [ADOBE_DEFLATE] },
        { tag: 262, type: SHORT, values: [channels === 3 ? 2 : 1] }, // RGB, or 0 is black
        { tag: 277, type: SHORT, values: [channels] },
        ...(pixelSizeUm && Math.min(...pixelSizeUm) > 0.03 // finer ones do not fit a fraction of 32 bits: the XML has them
          ? [
              { tag: 282, type: RATIONAL, values: perCm(pixelSizeUm[0]) } as const,
              { tag: 283, type: RATIONAL, values: perCm(pixelSizeUm[1]) } as const,
              { tag: 296, type: SHORT, values: [CENTIMETRE] } as const,
            ]
          : []),
        { tag: 284, type: SHORT, values: [1] }, // the samples of a pixel side by side
        { tag: 317, type: SHORT, values: [HORIZONTAL] },
        { tag: 322, type: LONG, values: [side] },
        { tag: 323, type: LONG, values: [side] },
        { tag: 324, type: LONG8, values: offsets },
        { tag: 325, type: LONG8, values: lengths },
        ...(xmp ? [{ tag: 700, type: BYTE, values: [...new TextEncoder().encode(xmp)] } as const] : []),
      ];
      const far = new Map<number, number>([[270, described]]);
      for (const field of fields) {
        const bytes = bytesOf(field);
        if (bytes.length > 8) far.set(field.tag, await append(bytes));
      }
      const all = [...fields, { tag: 270, type: ASCII, values: [] } as const].sort((a, b) => a.tag - b.tag);
      const directory = new Uint8Array(8 + 20 * all.length + 8);
      const view = new DataView(directory.buffer);
      view.setBigUint64(0, BigInt(all.length), true);
      for (const [i, field] of all.entries()) {
        const entry = 8 + 20 * i;
        const count =
          field.tag === 270 ? xml.length : field.values.length / (field.type === RATIONAL ? 2 : 1);
        view.setUint16(entry, field.tag, true);
        view.setUint16(entry + 2, field.type, true);
        view.setBigUint64(entry + 4, BigInt(count), true);
        const place = far.get(field.tag);
        if (place === undefined) directory.set(bytesOf(field), entry + 12);
        else view.setBigUint64(entry + 12, BigInt(place), true);
      }
      const header = new Uint8Array(HEADER_BYTES);
      header.set([0x49, 0x49, 43, 0, 8]); // "II", BigTIFF, places of 8 bytes
      new DataView(header.buffer).setBigUint64(DIRECTORY_PLACE, BigInt(await append(directory)), true);
      await sink.write(0, header); // last, so that a file that was cut short is none
    },
  };
}

function bytesOf({ type, values }: Field): Uint8Array {
  const step = type === RATIONAL ? 4 : SIZES[type];
  const bytes = new Uint8Array(step * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) {
    if (type === BYTE) bytes[i] = value;
    else if (type === SHORT) view.setUint16(step * i, value, true);
    else if (type === LONG8) view.setBigUint64(step * i, BigInt(value), true);
    else view.setUint32(step * i, value, true);
  }
  return bytes;
}
