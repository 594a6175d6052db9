import type { BrowserDecoder } from '../engine/formats/by-browser.ts';
import { checkSize, maxBrowserPixels } from '../engine/formats/limits.ts';

/** Rows that are drawn at a time: some browsers have no canvas of more than 16 megapixels. */
const BAND_ROWS = 256;

/** The worker's browser as a decoder. Colours are not converted to the screen's, alpha stays straight. */
export const browserDecoder: BrowserDecoder = async (bytes, type) => {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  try {
    const { width, height } = bitmap;
    checkSize(width, height, 4, maxBrowserPixels);
    const data = new Uint8Array(width * height * 4);
    for (let top = 0; top < height; top += BAND_ROWS) {
      const rows = Math.min(BAND_ROWS, height - top);
      const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2d context');
      context.drawImage(bitmap, 0, -top);
      data.set(context.getImageData(0, 0, width, rows).data, top * width * 4);
    }
    return { width, height, channels: 4, data };
  } finally {
    bitmap.close();
  }
};
