import type { Planes } from '../picture.ts';
import { openJpeg } from './jpeg-codec.ts';
import { type JpegStream, mendJpeg } from './jpeg-stream.ts';
import { BrowserReads, count } from './refusal.ts';

/** What libjpeg puts where a scan is cut: the middle of the scale. */
const MISSING = 128;

/** The rows from the first to the last that hold something; those below are as libjpeg leaves them where nothing came. */
function rowsWithPicture(channels: readonly Uint8Array[], width: number, height: number): number {
  const isMissing = (row: number) =>
    channels.every((samples) =>
      samples.subarray(row * width, (row + 1) * width).every((value) => value === MISSING),
    );
  let rows = height;
  while (rows > 0 && isMissing(rows - 1)) rows--;
  return rows;
}

/** What to tell of a picture of which a part may be missing. */
function warningsOf(
  stream: JpegStream,
  warning: string | null,
  channels: readonly Uint8Array[],
): readonly string[] {
  const { width, height, isCut, isBroken, isCoarse } = stream;
  if (warning === null && !isBroken && !isCoarse) return [];
  const rows = rowsWithPicture(channels, width, height);
  if (isCut) {
    const what =
      rows < height
        ? `rows ${count(rows + 1)} to ${count(height)} are missing and shown grey`
        : 'a part of the picture is missing or coarser than it was';
    return [`is cut short: ${what}. Copy it again from the source.`];
  }
  const why = warning === null ? 'something stands in them that is no JPEG' : warning;
  return [
    `is damaged, and parts of the picture may be wrong: its JPEG data make no sense in one place (${why}). Copy it again from the source.`,
  ];
}

/**
 * JPEG, baseline or progressive, grey or colour; RGB as libjpeg makes it. What libjpeg decodes is read, with a warning
 * where a part is missing.
 *
 * @throws Refusal
 */
export async function readJpeg(bytes: Uint8Array): Promise<Planes> {
  const stream = mendJpeg(bytes);
  const { components, width, height } = stream;
  if (components === 4) {
    throw new BrowserReads(
      'image/jpeg',
      'a JPEG of four inks (CMYK)',
      'Save it as an RGB or grey JPEG, or as PNG.',
    );
  }
  const part = (rgba: Uint8Array) =>
    Array.from({ length: components }, (_, c) => {
      const samples = new Uint8Array(width * height);
      // four bytes a pixel
      for (let i = 0, from = c; i < samples.length; i++, from += 4) samples[i] = rgba[from]!;
      return samples;
    });
  const { value: channels, warning } = await (await openJpeg())(stream.bytes, part);
  return {
    width,
    height,
    channels: channels.map((samples) => ({ samples })),
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: components === 1 ? 'grey' : 'rgb' },
    orientation: stream.orientation,
    pixelSizeUm: null,
    planes: 1,
    warnings: warningsOf(stream, warning, channels),
  };
}
