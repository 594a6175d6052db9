import type { DataSet } from 'dicom-parser';
import { type Bytes, bytesOf } from './opened-file.ts';
import { count, cutShort, damaged, notRead, printable, Refusal } from './refusal.ts';

/** Where the samples lie: one run of bytes, or parts behind the headers of items (PS3.5, A.4). */
export interface PixelData {
  readonly at: number;
  /** Bytes, as the header says; null for items. */
  readonly length: number | null;
}

/** The tags of a DICOM file that say what its pixels are. */
export interface DicomHeader {
  /** The UID of how the file is written. */
  readonly transferSyntax: string;
  readonly isLittle: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly photometric: string;
  readonly isPlanar: boolean;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** Frames follow each other in time. */
  readonly isFilm: boolean;
  /** Millimetres down and across, as the file orders them; null where it does not say. */
  readonly spacing: readonly [down: number, across: number] | null;
  readonly pixelData: PixelData;
}

/** What precedes the pixels of slides with thousands of frames is some MB. */
const MOST_HEADER_BYTES = 16_777_216;
const FIRST_BYTES = 262_144;

/** Bytes of a data set that is packed as a whole: it lies in memory. */
const MOST_INFLATED = 400_000_000;

const PIXELS = 'x7fe00010';
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
const WHOLE_SLIDE = '1.2.840.10008.5.1.4.1.1.77.1.6';

type Parse = typeof import('dicom-parser').parseDicom;
type Inflate = typeof import('fflate').Inflate;

/** The first bytes as they are, then the data set unpacked. @throws Refusal */
function inflated(bytes: Bytes, position: number, StreamInflate: Inflate): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [bytes.read(0, position)];
  let size = position;
  const stream = new StreamInflate((part) => {
    size += part.length;
    if (size > MOST_INFLATED)
      throw new Refusal(
        `is too large: it unpacks to more than ${count(MOST_INFLATED / 1e6)} MB. Save it without compression.`,
      );
    parts.push(part);
  });
  const piece = 65_536;
  for (let at = position; at < bytes.size; at += piece)
    stream.push(bytes.read(at, piece), at + piece >= bytes.size);
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What dicom-parser threw: a string, an error, or an object around one of them. */
function words(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'object' && thrown !== null && 'exception' in thrown) return words(thrown.exception);
  return String(thrown);
}

/**
 * The data set up to the pixels. It is read from a beginning of the file that grows until they come.
 *
 * @returns with the bytes in which the set's places count: the file's own, or what it was unpacked to.
 * @throws Refusal
 */
function dataSetOf(bytes: Bytes, parse: Parse, StreamInflate: Inflate): { set: DataSet; data: Bytes } {
  for (let length = FIRST_BYTES; ; length *= 8) {
    const reach = Math.min(length, bytes.size, MOST_HEADER_BYTES);
    let data = bytes;
    let said: string | null = null;
    try {
      const set = parse(bytes.read(0, reach), {
        untilTag: PIXELS,
        inflater: (_: Uint8Array, position: number) => {
          const all = inflated(bytes, position, StreamInflate);
          data = bytesOf(all);
          return all;
        },
      } as Parameters<Parse>[1]); // its types lack what the inflater returns
      if (set.elements[PIXELS]) return { set, data };
    } catch (thrown) {
      if (thrown instanceof Refusal) throw thrown;
      said = words(thrown);
    }
    if (reach === bytes.size || data !== bytes) {
      if (said === null)
        throw notRead('no picture: it is DICOM without pixel data', 'Choose another file of the series.');
      throw damaged(`its DICOM tags make no sense (${printable(said).slice(0, 100)})`);
    }
    if (reach === MOST_HEADER_BYTES)
      throw notRead(
        `${count(MOST_HEADER_BYTES)} bytes of tags before its pixels`,
        'Export it as TIFF from a DICOM viewer.',
      );
  }
}

/** Numbers written as text, parted by backslashes. */
function decimals(set: DataSet | undefined, tag: string): number[] {
  const text = set?.string(tag);
  return text === undefined ? [] : text.split('\\').map(Number);
}

/** The size of a pixel: of the thing itself, else at the detector or the scanner; in frames of today in what they share. */
function spacingOf(set: DataSet): DicomHeader['spacing'] {
  const shared = set.elements.x52009229?.items?.[0]?.dataSet?.elements.x00289110?.items?.[0]?.dataSet;
  const found = [
    decimals(set, 'x00280030'),
    decimals(shared, 'x00280030'),
    decimals(set, 'x00181164'),
    decimals(set, 'x00182010'),
  ].find(([down, across]) => Number(down) > 0 && Number(across) > 0);
  return found ? [found[0] ?? 0, found[1] ?? 0] : null;
}

const unusual = 'Export it as TIFF from a DICOM viewer.';

function checkNumbers({
  rows,
  columns,
  frames,
  samplesPerPixel,
  bitsAllocated,
  bitsStored,
  highBit,
}: DicomHeader): void {
  const isWhole = (value: number, least: number, most: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most;
  if (!isWhole(rows, 1, 65_535) || !isWhole(columns, 1, 65_535)) {
    throw damaged(`it gives its size as ${columns} x ${rows} pixels`);
  }
  if (!isWhole(frames, 1, 10_000_000)) throw damaged(`it gives the number of its frames as ${frames}`);
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    throw notRead(`${samplesPerPixel} samples a pixel`, unusual);
  if (![8, 16, 32].includes(bitsAllocated)) throw notRead(`samples of ${bitsAllocated} bits`, unusual);
  if (!isWhole(bitsStored, 1, bitsAllocated) || !isWhole(highBit, bitsStored - 1, bitsAllocated - 1)) {
    throw damaged(`it gives ${bitsStored} bits of ${bitsAllocated}, the highest of which is ${highBit}`);
  }
}

/**
 * Reads the tags of a DICOM file (PS3.10) with dicom-parser.
 *
 * @returns with the set, and the bytes in which its places count.
 * @throws Refusal where they make no sense, lack the pixels or tell of a kind that is not read.
 */
export async function readDicomHeader(
  bytes: Bytes,
): Promise<{ header: DicomHeader; set: DataSet; data: Bytes }> {
  const [dicomParser, { Inflate: StreamInflate }] = await Promise.all([
    import('dicom-parser'),
    import('fflate'),
  ]);
  // A bundle names what it exports; Node finds it in the default export.
  const parse =
    dicomParser.parseDicom ??
    (dicomParser as unknown as { default: { parseDicom: Parse } }).default.parseDicom;
  const { set, data } = dataSetOf(bytes, parse, StreamInflate);
  const short = (tag: string, usual = Number.NaN) => set.uint16(tag) ?? usual;
  const element = set.elements[PIXELS];
  const transferSyntax = set.string('x00020010') ?? '';
  const bitsStored = short('x00280101', short('x00280100'));
  const header: DicomHeader = {
    transferSyntax,
    isLittle: transferSyntax !== BIG_ENDIAN,
    rows: short('x00280010'),
    columns: short('x00280011'),
    frames: set.string('x00280008') === undefined ? 1 : Number(set.string('x00280008')),
    samplesPerPixel: short('x00280002', 1),
    photometric: set.string('x00280004') ?? 'MONOCHROME2',
    isPlanar: short('x00280006', 0) === 1,
    bitsAllocated: short('x00280100'),
    bitsStored,
    highBit: short('x00280102', bitsStored - 1),
    isSigned: short('x00280103', 0) === 1,
    isFilm: set.elements.x00181063 !== undefined || set.elements.x00181065 !== undefined,
    spacing: spacingOf(set),
    pixelData: {
      at: element?.dataOffset ?? 0,
      length: element?.hadUndefinedLength ? null : (element?.length ?? 0),
    },
  };
  if (Number.isNaN(header.rows) || Number.isNaN(header.columns)) throw cutShort('its size is missing');
  if (set.string('x00080016') === WHOLE_SLIDE) {
    throw notRead('a whole slide in tiles', "Convert it to OME-TIFF with Bio-Formats' bfconvert.");
  }
  checkNumbers(header);
  return { header, set, data };
}
