import { count, damaged, Refusal } from './refusal.ts';

/** A full 10,000 x 10,000 field; above it a picture belongs to a viewer that reads it in parts. */
export const maxPixels = 100_000_000;

/**
 * Decoded bytes of one plane: such a field in 8-bit RGB. A reader holds the plane at most twice (unpacked, then parted
 * into channels). At this bound a PNG took 508 MB beside the file and 4.5 s, an LZW TIFF 4.8 s (Node 20, 2 cores).
 */
export const maxBytes = 300_000_000;

/** Whether a plane, or a window of it, fits: see {@link checkSize}. */
export const fits = (width: number, height: number, bytesPerPixel: number): boolean =>
  width * height <= maxPixels && width * height * bytesPerPixel <= maxBytes;

/** Pixels for WebP: its RGBA output (4 bytes) is copied out of WebAssembly (4) and parted into channels (4). */
export const maxWebpPixels = 40_000_000;

/** Pixels for what the browser decodes: its bitmap (4), the bytes taken from it (4) and the channels (4). */
export const maxBrowserPixels = 60_000_000;

/**
 * Bytes that reading a JPEG may take in all: libjpeg's RGBA output (4 a pixel), the channels that are parted from it, the
 * coefficients of a progressive one (2 each), and the file, which lies in memory three times. A phone's 108 megapixels fit.
 */
const maxJpegBytes = 950_000_000;

const cure = 'Save a smaller copy or cut out the part you need.';

/** @throws Refusal where a picture has no pixels or more than fit: checked before anything is unpacked. */
export function checkSize(width: number, height: number, bytesPerPixel: number, pixels = maxPixels): void {
  checkSides(width, height);
  const size = `${count(width)} x ${count(height)} pixels`;
  if (width * height > pixels) {
    throw new Refusal(
      `is too large: ${size} by its header; at most ${count(pixels / 1e6)} million are read. ${cure}`,
    );
  }
  const bytes = width * height * bytesPerPixel;
  if (bytes > maxBytes) {
    const megabytes = `${count(Math.ceil(bytes / 1e6))} MB`;
    throw new Refusal(
      `is too large: ${size} take ${megabytes} unpacked; at most ${count(maxBytes / 1e6)} MB are read. ${cure}`,
    );
  }
}

/** @throws Refusal where the sides are no whole numbers from 1 on. */
export function checkSides(width: number, height: number): void {
  const isWhole = (side: number) => Number.isSafeInteger(side) && side >= 1;
  if (!isWhole(width) || !isWhole(height))
    throw damaged(`it gives its size as ${count(width)} x ${count(height)} pixels`);
}

/**
 * As {@link checkSize} for a JPEG, which needs more memory than its pixels take.
 *
 * @param coefficients that are kept for each pixel: 0 unless it is progressive.
 */
export function checkJpegSize(
  width: number,
  height: number,
  components: number,
  coefficients: number,
  fileBytes: number,
): void {
  checkSides(width, height);
  const bytes = width * height * (4 + components + 2 * coefficients) + 3 * fileBytes;
  if (bytes <= maxJpegBytes) return;
  const size = `${count(width)} x ${count(height)} pixels`;
  throw new Refusal(
    `is too large: ${size} take ${count(Math.ceil(bytes / 1e6))} MB to read; at most ${count(maxJpegBytes / 1e6)} MB are used. ${cure}`,
  );
}
