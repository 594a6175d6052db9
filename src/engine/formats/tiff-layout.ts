import { checkSides } from './limits.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';
import { type Fields, hint, raw, type TiffFile, whole, wholeNumbers } from './tiff-tags.ts';

/** How a page lies in the file: its samples' form, and the strips or tiles ("blocks") they are in. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bits: number;
  readonly format: 'uint' | 'int' | 'float';
  /** Tag 262. */
  readonly photometric: number;
  /** Tag 259. */
  readonly compression: number;
  readonly predictor: 1 | 2 | 3;
  /** Each block holds one channel, all blocks of the first channel first. */
  readonly isPlanar: boolean;
  /** Bytes hold their bits from the lowest on (FillOrder 2). */
  readonly isBitReversed: boolean;
  readonly isTiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Blocks in a row and in a column of one plane. */
  readonly across: number;
  readonly down: number;
  readonly offsets: readonly number[];
  /** Bytes of each block in the file. */
  readonly counts: readonly number[];
  readonly jpegTables: Uint8Array<ArrayBuffer> | undefined;
  /** What the file says of its parts that is not so, though they are all there. */
  readonly warnings: readonly string[];
}

const again = 'Save it again as TIFF with LZW, Deflate or no compression.';

const compressions: Readonly<Record<number, string>> = {
  2: 'CCITT fax compression (bilevel)',
  3: 'CCITT G3 fax compression (bilevel)',
  4: 'CCITT G4 fax compression (bilevel)',
  6: 'JPEG compression of the old kind',
  34712: 'JPEG 2000 compression',
  33003: 'JPEG 2000 compression',
  33005: 'JPEG 2000 compression',
  34887: 'LERC compression',
  34925: 'LZMA compression',
  50001: 'WebP compression',
  50002: 'JPEG XL compression',
};
const readCompressions = [1, 5, 7, 8, 32773, 32946, 50000];
/** Those whose data may carry a predictor (libtiff ignores it for the others). */
const predicted = [5, 8, 32946, 50000];

const photometrics: Readonly<Record<number, string>> = {
  8: 'CIELAB colours',
  9: 'CIELAB colours',
  10: 'CIELAB colours',
  32803: 'raw data of a colour camera (CFA)',
  32844: 'LogLuv colours',
  32845: 'LogLuv colours',
  34892: 'raw data of a camera (LinearRaw)',
};
const readPhotometrics = [0, 1, 2, 3, 4, 5, 6];

/** More channels than any stack of stains; spectral cameras stay below. */
const maxSamples = 512;
function sameForAll(values: readonly number[] | undefined, absent: number, what: string): number {
  const first = values?.[0] ?? absent;
  if (values?.some((value) => value !== first)) {
    throw notRead(
      `channels of differing ${what} (${values.slice(0, 8).join(', ')})`,
      'Save the channels alike.',
    );
  }
  return first;
}

function sampleForm(bits: number, format: number): TiffLayout['format'] {
  if (bits < 1 || bits > 128) throw damaged(`it gives ${bits} bits a sample`);
  const cure = 'Save it as 8- or 16-bit integers or 32-bit floats.';
  if (format === 5 || format === 6) throw notRead('complex numbers', cure);
  // 4 is "undefined": the same bytes as unsigned
  const form = format === 2 ? 'int' : format === 3 ? 'float' : 'uint';
  const fits =
    form === 'uint' ? bits <= 32 : form === 'int' ? [8, 16, 32].includes(bits) : [16, 32, 64].includes(bits);
  if (!fits) throw notRead(`samples of ${bits} bits (${form})`, cure);
  return form;
}

/** Channels of a file that does not count them (tag 277): as many as it gives depths, or as its colours need. */
function samplesByOtherFields(depths: readonly number[] | undefined, photometric: number): number {
  if (depths !== undefined && depths.length > 1) return depths.length;
  return photometric === 2 || photometric === 6 ? 3 : photometric === 5 ? 4 : 1;
}

/** Where the next of some places is; `end` behind the last. */
function nextOf(places: readonly number[], end: number): ReadonlyMap<number, number> {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return new Map(sorted.map((place, i) => [place, sorted[i + 1] ?? end]));
}

/**
 * Bytes of each block, mended where the file's own cannot be right: 0, or beyond its end. What is not compressed is as
 * long as its pixels; what is compressed goes on at most to the next block.
 *
 * @param pixelBytes of a block that is not compressed, else null.
 * @throws Refusal where a block lies outside the file.
 */
function mendedCounts(
  file: TiffFile,
  offsets: readonly number[],
  stored: readonly number[] | null,
  pixelBytes: (block: number) => number | null,
): { readonly counts: readonly number[]; readonly areWrong: boolean } {
  const end = file.bytes.size;
  let nextBegin: ReadonlyMap<number, number> | undefined; // few files need it
  let areWrong = false;
  const counts = offsets.map((offset, block) => {
    const [told, pixels] = [stored?.[block], pixelBytes(block)];
    const isInside = (bytes: number) => bytes > 0 && offset + bytes <= end;
    if (pixels !== null && told !== undefined && told > 0 && told < pixels) return told; // too few to be a slip
    if (pixels !== null && isInside(pixels)) {
      if (told === 0 || (told !== undefined && !isInside(told))) areWrong = true;
      return pixels;
    }
    if (pixels === null && told !== undefined && isInside(told)) return told;
    const wanted = pixels ?? told ?? 0;
    if (offset >= end || pixels !== null) {
      throw cutShort(
        `its picture data go on to byte ${count(offset + wanted)}, and the file has ${count(end)}`,
      );
    }
    areWrong = true;
    nextBegin ??= nextOf(offsets, end);
    return (nextBegin.get(offset) ?? end) - offset;
  });
  return { counts, areWrong };
}

/** Bytes of a sample once it is read; half floats become floats of 32 bits. */
export const sampleBytes = ({ bits, format }: Pick<TiffLayout, 'bits' | 'format'>): number =>
  Math.ceil(bits / 8) * (format === 'float' && bits === 16 ? 2 : 1);

/** @throws Refusal where the page is of a kind that is not read, or its tags contradict each other or the file. */
export function readLayout(file: TiffFile, fields: Fields): TiffLayout {
  const one = (tag: number, absent: number) => whole(file, fields, tag, absent);
  const depths = wholeNumbers(file, fields, 258);
  const [width, height] = [one(256, 0), one(257, 0)];
  const samples = one(277, samplesByOtherFields(depths, one(262, 1)));
  if (samples < 1 || samples > maxSamples) throw damaged(`it gives ${count(samples)} channels`);
  const bits = sameForAll(depths, 1, 'bit depth');
  const format = sampleForm(bits, sameForAll(wholeNumbers(file, fields, 339), 1, 'sample format'));
  checkSides(width, height);

  const compression = one(259, 1);
  if (!readCompressions.includes(compression)) {
    throw notRead(compressions[compression] ?? `compression number ${compression}`, again);
  }
  const photometric = one(262, samples >= 3 ? 2 : 1);
  if (!readPhotometrics.includes(photometric)) {
    throw notRead(photometrics[photometric] ?? `colours of kind ${photometric}`, 'Save it as grey or RGB.');
  }
  const needed = photometric === 5 ? 4 : photometric === 2 || photometric === 6 ? 3 : 1;
  if (samples < needed) throw damaged(`it names colours of ${needed} channels and has ${samples}`);
  if (photometric === 3 && (samples !== 1 || bits > 16 || format !== 'uint')) {
    throw notRead('a palette with other than one channel of up to 16 bits', 'Save it as RGB.');
  }
  if (compression === 7 && (bits !== 8 || format !== 'uint')) {
    throw notRead(`JPEG compression with ${bits}-bit samples`, again);
  }
  if (photometric === 6 && compression !== 7) {
    const subsampling = wholeNumbers(file, fields, 530) ?? [2, 2];
    if (bits !== 8 || subsampling.some((factor) => factor !== 1)) {
      throw notRead('YCbCr colours at less than full resolution', 'Save it as RGB.');
    }
  }

  const isTiled = fields.has(322) || fields.has(324);
  const rows = one(278, height);
  const [blockWidth, blockHeight] = isTiled ? [one(322, 0), one(323, 0)] : [width, Math.min(rows, height)];
  if (blockWidth < 1 || blockHeight < 1) {
    throw damaged(`its ${isTiled ? 'tiles' : 'strips'} are ${blockWidth} x ${blockHeight} pixels`);
  }
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  const isPlanar = hint(file, fields, 284, 1) === 2 && samples > 1;
  const blocks = across * down * (isPlanar ? samples : 1);
  const offsets = wholeNumbers(file, fields, isTiled ? 324 : 273) ?? [];
  const stored = wholeNumbers(file, fields, isTiled ? 325 : 279) ?? null;
  if (stored === null && compression !== 1)
    throw damaged('it does not say how long its compressed parts are');
  if (offsets.length < blocks || (stored !== null && stored.length < blocks)) {
    throw damaged(
      `it lists ${count(Math.min(offsets.length, stored?.length ?? blocks))} of its ${count(blocks)} parts`,
    );
  }
  const rowBytes = Math.ceil((blockWidth * (isPlanar ? 1 : samples) * bits) / 8);
  const rowsOf = (block: number) =>
    isTiled ? blockHeight : Math.min(blockHeight, height - (block % down) * blockHeight);
  const { counts, areWrong } = mendedCounts(file, offsets.slice(0, blocks), stored, (block) =>
    compression === 1 ? rowBytes * rowsOf(block) : null,
  );
  // Writers that store equal parts once exist; thousands on one spot would make a small file endless work.
  const packedBytes = counts.reduce((sum, bytes) => sum + bytes, 0);
  if (packedBytes > 4 * file.bytes.size) throw damaged('its parts lie on top of each other');

  const stated = predicted.includes(compression) ? one(317, 1) : 1;
  const predictor = stated === 1 || stated === 2 || stated === 3 ? stated : undefined;
  if (predictor === undefined) throw notRead(`predictor number ${stated}`, again);
  if ((predictor === 2 && ![8, 16, 32].includes(bits)) || (predictor === 3 && format !== 'float')) {
    throw notRead(`predictor ${predictor} on samples of ${bits} bits (${format})`, again);
  }
  return {
    width,
    height,
    samples,
    bits,
    format,
    photometric,
    compression,
    predictor,
    isPlanar,
    isBitReversed: hint(file, fields, 266, 1) === 2,
    isTiled,
    blockWidth,
    blockHeight,
    across,
    down,
    offsets,
    counts,
    jpegTables: raw(file, fields, 347),
    warnings: areWrong
      ? ['says wrongly how long its parts are; they are read from where they begin, and all are there.']
      : [],
  };
}
