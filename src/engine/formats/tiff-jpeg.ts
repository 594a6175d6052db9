import { adobeMarker } from './adobe-marker.ts';
import type { Jpeg } from './jpeg-codec.ts';
import { mendJpeg } from './jpeg-stream.ts';
import { damaged, notRead } from './refusal.ts';
import type { TiffLayout } from './tiff-layout.ts';

/**
 * One JPEG strip or tile (TIFF Technical Note 2): the tables that the blocks share, then the block's own stream.
 *
 * @param step channels in the block, 1 or 3.
 * @param warn is called where some samples may be wrong.
 * @returns rows of `layout.blockWidth * step` samples, 0..255.
 */
export async function tiffJpeg(
  jpeg: Jpeg,
  packed: Uint8Array,
  layout: TiffLayout,
  rows: number,
  step: number,
  warn: () => void,
): Promise<Uint8Array> {
  const { jpegTables, photometric, blockWidth } = layout;
  const tables = jpegTables === undefined ? new Uint8Array() : jpegTables.subarray(2, -2); // without SOI and EOI
  const marker = step === 3 ? adobeMarker(photometric === 6 ? 1 : 0) : [];
  const stream = new Uint8Array(2 + marker.length + tables.length + Math.max(0, packed.length - 2));
  stream.set([0xff, 0xd8, ...marker]);
  stream.set(tables, 2 + marker.length);
  stream.set(packed.subarray(2), 2 + marker.length + tables.length);
  const frame = mendJpeg(stream);
  if (frame.components !== step) {
    throw notRead(
      `a JPEG part of ${frame.components} channels where ${step} are named`,
      'Save it without JPEG.',
    );
  }
  if (frame.width !== blockWidth || frame.height < rows) {
    throw damaged(
      `a JPEG part is ${frame.width} x ${frame.height} pixels in place of ${blockWidth} x ${rows}`,
    );
  }
  const { value: samples, warning } = await jpeg(frame.bytes, (rgba) => {
    const out = new Uint8Array(blockWidth * rows * step);
    // RGBA holds four bytes a pixel, at least as many pixels as `out`
    for (let from = 0, to = 0; to < out.length; from += 4)
      for (let c = 0; c < step; c++) out[to++] = rgba[from + c]!;
    return out;
  });
  if (warning !== null || frame.isBroken || frame.isCoarse) warn();
  return samples;
}
