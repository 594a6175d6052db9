import { count, damaged, Refusal } from './refusal.ts';

/** A full 10,000 x 10,000 field; above it a picture belongs to a viewer that reads it in parts. */
export const maxPixels = 100_000_000;

/**
 * Decoded bytes of one plane: such a field in 8-bit RGB. A reader holds the plane at most twice (unpacked, then parted
 * into channels). At this bound a PNG took 508 MB beside the file and 4.5 s, an LZW TIFF 4.8 s (Node 20, 2 cores).
 */
export const maxBytes = 300_000_000;

/**
 * Pixels for JPEG and WebP. libjpeg keeps every coefficient of a progressive picture (6 bytes a pixel) beside its RGBA
 * output (4), which is copied out of WebAssembly (4) and parted into channels (3). At this bound a progressive JPEG
 * without subsampling took 794 MB and 2.6 s, a lossless WebP 704 MB and 2.2 s.
 */
export const maxCodecPixels = 40_000_000;

const cure = 'Save a smaller copy or cut out the part you need.';

/** @throws Refusal where a picture has no pixels or more than fit: checked before anything is unpacked. */
export function checkSize(width: number, height: number, bytesPerPixel: number, pixels = maxPixels): void {
  if (width < 1 || height < 1)
    throw damaged(`it gives its size as ${count(width)} x ${count(height)} pixels`);
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
