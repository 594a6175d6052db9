import type { DataSet } from 'dicom-parser';
import type { Axes, Channel, PaletteEntry, Photometric, Planes, Samples } from '../picture.ts';
import { compressedFrames } from './dicom-frames.ts';
import { type DicomHeader, readDicomHeader } from './dicom-header.ts';
import { unpackJpeg, unpackLosslessJpeg } from './dicom-jpeg.ts';
import { unpackRle } from './dicom-rle.ts';
import { fromPairs, samplesOf, toRgb } from './dicom-samples.ts';
import { checkSize } from './limits.ts';
import type { Bytes, OpenedFile, Window } from './opened-file.ts';
import { pixelSize } from './pixel-size.ts';
import { count, cutShort, damaged, notRead, printable, Refusal } from './refusal.ts';

type Packing = 'none' | 'rle' | 'jpeg' | 'lossless';

const BASE = '1.2.840.10008.1.2';
const packings: Readonly<Record<string, Packing>> = {
  [BASE]: 'none',
  [`${BASE}.1`]: 'none',
  [`${BASE}.1.99`]: 'none', // unpacked as a whole
  [`${BASE}.2`]: 'none',
  [`${BASE}.5`]: 'rle',
  [`${BASE}.4.50`]: 'jpeg',
  [`${BASE}.4.51`]: 'jpeg',
  [`${BASE}.4.57`]: 'lossless',
  [`${BASE}.4.70`]: 'lossless',
};

/** Ways to pack that are known by name only. */
const others: readonly (readonly [RegExp, string, string])[] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.8[01]$/, 'JPEG-LS', 'dcmdjpls of dcmtk'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(9[0-3]|20[1-3])$/, 'JPEG 2000', 'gdcmconv --raw of GDCM'],
  [/^1\.2\.840\.10008\.1\.2\.4\.1\d\d/, 'a video', 'ffmpeg'],
];

function packingOf({ transferSyntax }: DicomHeader): Packing {
  const packing = packings[transferSyntax];
  if (packing) return packing;
  const [, what, tool] = others.find(([uid]) => uid.test(transferSyntax)) ?? [];
  if (what)
    throw notRead(
      `frames packed as ${what}`,
      `Unpack it with ${tool}, or save it uncompressed from a DICOM viewer.`,
    );
  throw notRead(
    `frames packed in an unknown way (${printable(transferSyntax).slice(0, 64) || 'none named'})`,
    'Save it uncompressed from a DICOM viewer.',
  );
}

/** The colours of a palette (PS3.3, C.7.6.3.1.5), by the numbers of the pixels: those before the first one are as the first. */
function paletteOf(set: DataSet): readonly PaletteEntry[] {
  const tables = [1, 2, 3].map((c) => {
    const [size = 0, first = 0, bits = 8] = [0, 1, 2].map((i) => set.uint16(`x0028110${c}`, i));
    const data = set.elements[`x0028120${c}`];
    if (!data) throw notRead('a palette in parts', 'Export it as TIFF or PNG from a DICOM viewer.');
    const entries = size === 0 ? 65_536 : size;
    const wide = bits > 8 || data.length >= 2 * entries;
    if (data.length < entries * (wide ? 2 : 1)) throw cutShort('its palette is cut');
    const at = (i: number) =>
      wide
        ? (set.uint16(`x0028120${c}`, i) ?? 0) >> (bits > 8 ? 8 : 0)
        : (set.byteArray[data.dataOffset + i] ?? 0);
    return { first, colours: Uint8Array.from({ length: entries }, (_, i) => at(i)) };
  });
  const length = Math.min(65_536, Math.max(...tables.map(({ first, colours }) => first + colours.length)));
  const entry = (i: number) =>
    tables.map(({ first, colours }) => colours[Math.max(0, Math.min(i - first, colours.length - 1))] ?? 0);
  return Array.from({ length }, (_, i) => entry(i) as unknown as PaletteEntry); // three tables
}

function photometricOf({ photometric, samplesPerPixel }: DicomHeader, set: DataSet): Photometric {
  const isColour = samplesPerPixel === 3;
  if (isColour && (photometric === 'RGB' || photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422'))
    return { kind: 'rgb' };
  if (isColour)
    throw notRead(
      `colours of the kind "${printable(photometric).slice(0, 40)}"`,
      'Save it as RGB from a DICOM viewer.',
    );
  if (photometric === 'PALETTE COLOR') return { kind: 'palette', palette: paletteOf(set) };
  if (photometric === 'MONOCHROME1') return { kind: 'inverted' };
  if (photometric === 'MONOCHROME2') return { kind: 'grey' };
  throw notRead(
    `pixels of the kind "${printable(photometric).slice(0, 40)}"`,
    'Save it as RGB or grey from a DICOM viewer.',
  );
}

/** The samples of the rows of a window, of the frame's whole width. @throws Refusal where the file ends before them. */
function readRows(data: Bytes, header: DicomHeader, frame: number, { top, height }: Window): Samples[] {
  const { rows, columns, samplesPerPixel, isPlanar, bitsAllocated, photometric, pixelData } = header;
  const isPaired = photometric === 'YBR_FULL_422' && samplesPerPixel === 3;
  const pixelBytes = (isPaired ? 2 : isPlanar ? 1 : samplesPerPixel) * (bitsAllocated / 8);
  const planes = isPlanar && !isPaired ? samplesPerPixel : 1;
  const planeBytes = rows * columns * pixelBytes;
  const [rowBytes, begin] = [columns * pixelBytes, pixelData.at + frame * planes * planeBytes];
  const raw = new Uint8Array(planes * height * rowBytes);
  for (let plane = 0; plane < planes; plane++) {
    const part = data.read(begin + plane * planeBytes + top * rowBytes, height * rowBytes);
    if (part.length < height * rowBytes) {
      const end = begin + planes * planeBytes;
      throw cutShort(`frame ${count(frame + 1)} ends at byte ${count(end)}, the file at ${count(data.size)}`);
    }
    raw.set(part, plane * height * rowBytes);
  }
  const pixels = height * columns;
  if (isPaired) return samplesOf(fromPairs(raw, pixels / 2), { ...header, isPlanar: false }, pixels);
  return samplesOf(raw, header, pixels);
}

/** The part of a window's columns, of samples that hold its rows in full. */
function columnsOf(samples: Samples, width: number, { left, width: wanted, height }: Window): Samples {
  if (wanted === width) return samples;
  const out = samples.slice(0, wanted * height);
  for (let y = 0; y < height; y++)
    out.set(samples.subarray(y * width + left, y * width + left + wanted), y * wanted);
  return out;
}

/** Reads any frame, or a part of it. @param warn is called where some samples may be wrong. */
type ReadFrame = (frame: number, window: Window, warn: () => void) => Promise<Samples[]>;

function compressedReader(data: Bytes, header: DicomHeader, packing: Exclude<Packing, 'none'>): ReadFrame {
  if (header.pixelData.length !== null) throw damaged('its compressed picture data lie in no items');
  const packedOf = compressedFrames(data, header);
  const pixels = header.rows * header.columns;
  const unpack: Readonly<
    Record<typeof packing, (packed: Uint8Array<ArrayBuffer>, warn: () => void) => Promise<Samples[]>>
  > = {
    rle: async (packed) =>
      samplesOf(unpackRle(packed, header), { ...header, isPlanar: true, isLittle: true }, pixels),
    jpeg: async (packed, warn) => {
      if (header.bitsAllocated !== 8)
        throw notRead(
          'lossy JPEG of more than 8 bits',
          'Save it uncompressed from a DICOM viewer, or with dcmdjpeg of dcmtk.',
        );
      return samplesOf(await unpackJpeg(packed, header, warn), { ...header, isPlanar: false }, pixels);
    },
    lossless: async (packed) =>
      samplesOf(
        await unpackLosslessJpeg(packed, header),
        { ...header, isPlanar: false, isLittle: true },
        pixels,
      ),
  };
  return async (frame, { top, height }, warn) => {
    const samples = await unpack[packing](packedOf(frame), warn);
    const { columns } = header;
    return samples.map((one) => one.subarray(top * columns, (top + height) * columns));
  };
}

/**
 * DICOM files (PS3.10) of one frame or many, of 8 to 32 bits, uncompressed, RLE, JPEG and lossless JPEG. Numbers are those of
 * the file: neither its rescaling nor a window of brightness is applied; YCbCr becomes RGB, as in all readers.
 *
 * @throws Refusal
 */
export async function openDicom(bytes: Bytes): Promise<OpenedFile> {
  const { header, set, data } = await readDicomHeader(bytes);
  const {
    rows: height,
    columns: width,
    frames,
    samplesPerPixel,
    bitsAllocated,
    bitsStored,
    isSigned,
    isFilm,
    spacing,
  } = header;
  const packing = packingOf(header);
  const photometric = photometricOf(header, set);
  if (photometric.kind === 'rgb' && header.photometric !== 'RGB' && bitsAllocated !== 8)
    throw notRead('YCbCr of more than 8 bits', 'Save it as RGB from a DICOM viewer.');
  if (header.photometric === 'YBR_FULL_422' && packing === 'none' && width % 2 === 1)
    throw damaged('its pixels share colours in pairs, and a row is odd');
  const axes: Axes = { c: samplesPerPixel, z: isFilm ? 1 : frames, t: isFilm ? frames : 1 };
  const readFrame: ReadFrame =
    packing === 'none'
      ? async (frame, window) => readRows(data, header, frame, window)
      : compressedReader(data, header, packing);
  return {
    axes,
    levels: [{ width, height }],
    series: 1,
    async read({ z, t }, level = 0, window = { left: 0, top: 0, width, height }): Promise<Planes> {
      if (level !== 0) throw new Refusal('has one size only, no pyramid of smaller ones. Choose level 0.');
      const frame = isFilm ? t : z;
      if (!(frame >= 0 && frame < frames && (isFilm ? z : t) === 0)) {
        throw new Refusal(
          `has no plane at depth ${z} and time ${t}: there are ${axes.z} in depth and ${axes.t} in time. Choose one of those.`,
        );
      }
      const { left, top } = window;
      if (left < 0 || top < 0 || left + window.width > width || top + window.height > height) {
        throw new Refusal(
          `has ${count(width)} x ${count(height)} pixels, and the part that was asked for goes beyond them. Choose a smaller part.`,
        );
      }
      const bytesPerPixel = samplesPerPixel * (bitsAllocated / 8);
      if (packing === 'none') checkSize(window.width, window.height, bytesPerPixel);
      else checkSize(width, height, bytesPerPixel);
      let isDoubtful = false;
      const samples = await readFrame(frame, window, () => {
        isDoubtful = true;
      });
      if (header.photometric.startsWith('YBR') && packing !== 'jpeg') toRgb(samples);
      const channels = samples.map((one): Channel => ({ samples: columnsOf(one, width, window) }));
      const warnings = isDoubtful
        ? [
            'is damaged, and parts of the picture may be wrong: the JPEG data of a frame make no sense in one place. Copy it again from the source.',
          ]
        : [];
      return {
        width: window.width,
        height: window.height,
        channels,
        bitDepth: bitsStored,
        sampleFormat: isSigned ? 'int' : 'uint',
        photometric,
        orientation: 1,
        pixelSizeUm: spacing && pixelSize(spacing[1] * 1000, spacing[0] * 1000),
        planes: frames,
        axes,
        warnings,
      };
    },
  };
}
