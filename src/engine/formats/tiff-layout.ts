import { checkSize } from './limits.ts';
import { count, cutShort, damaged, notRead, Refusal } from './refusal.ts';
import { type Fields, number, numbers, raw, type TiffFile } from './tiff-tags.ts';

/** How the first page lies in the file: its samples' form, and the strips or tiles ("blocks") they are in. */
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
  /** Bytes of each block in the file; null where the file leaves them out (then they are not compressed). */
  readonly counts: readonly number[] | null;
  readonly jpegTables: Uint8Array | undefined;
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
/** Strips and tiles at most. So many took 0.6 s as Deflate and 1.9 s as JPEG, each with its own tables. */
const maxBlocks = 131_072;

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

/** @throws Refusal where the page is of a kind that is not read, too large, or its tags contradict each other or the file. */
export function readLayout(file: TiffFile, fields: Fields): TiffLayout {
  const one = (tag: number, absent: number) => number(file, fields, tag, absent);
  const [width, height, samples] = [one(256, 0), one(257, 0), one(277, 1)];
  if (samples < 1 || samples > maxSamples) throw damaged(`it gives ${count(samples)} channels`);
  const bits = sameForAll(numbers(file, fields, 258), 1, 'bit depth');
  const format = sampleForm(bits, sameForAll(numbers(file, fields, 339), 1, 'sample format'));
  checkSize(width, height, samples * Math.ceil(bits / 8) * (format === 'float' && bits === 16 ? 2 : 1));

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
    const subsampling = numbers(file, fields, 530) ?? [2, 2];
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
  const isPlanar = one(284, 1) === 2 && samples > 1;
  const blocks = across * down * (isPlanar ? samples : 1);
  if (blocks > maxBlocks) {
    throw new Refusal(`is cut into ${count(blocks)} pieces; at most ${count(maxBlocks)} are read. ${again}`);
  }
  // Tiles stand out over the right and lower edge: what they hold together is bounded too.
  if (isTiled) checkSize(across * blockWidth, down * blockHeight, samples * Math.ceil(bits / 8), 4e9);
  const offsets = numbers(file, fields, isTiled ? 324 : 273) ?? [];
  const counts = numbers(file, fields, isTiled ? 325 : 279) ?? null;
  if (counts === null && compression !== 1)
    throw damaged('it does not say how long its compressed parts are');
  if (offsets.length < blocks || (counts !== null && counts.length < blocks)) {
    throw damaged(
      `it lists ${count(Math.min(offsets.length, counts?.length ?? blocks))} of its ${count(blocks)} parts`,
    );
  }
  let packedBytes = 0;
  for (let i = 0; counts !== null && i < blocks; i++) {
    packedBytes += counts[i] ?? 0;
    const end = (offsets[i] ?? 0) + (counts[i] ?? 0);
    if (end > file.bytes.length) {
      throw cutShort(
        `its picture data go on to byte ${count(end)}, and the file has ${count(file.bytes.length)}`,
      );
    }
  }

  // Writers that store equal parts once exist; thousands on one spot would make a small file endless work.
  if (packedBytes > 4 * file.bytes.length) throw damaged('its parts lie on top of each other');

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
    isBitReversed: one(266, 1) === 2,
    isTiled,
    blockWidth,
    blockHeight,
    across,
    down,
    offsets,
    counts,
    jpegTables: raw(file, fields, 347),
  };
}
