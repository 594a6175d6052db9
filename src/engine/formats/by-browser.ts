import type { Picture, Planes } from '../picture.ts';
import { checkSize, maxBrowserPixels } from './limits.ts';
import { Refusal } from './refusal.ts';
import { rgbaPlanes } from './rgba-planes.ts';

/**
 * A browser's own decoder, which a host may hand in: the engine has none.
 *
 * @param type MIME.
 * @returns the first picture of the file, upright: 4 channels, not premultiplied.
 * @throws anything where the browser cannot read it.
 */
export type BrowserDecoder = (bytes: Uint8Array<ArrayBuffer>, type: string) => Promise<Picture>;

/** A size inside AVIF or HEIC (the box `ispe`, ISO/IEC 23008-12, 6.5.3): each that is named must fit. */
function checkNamedSizes(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536));
  for (let at = 0; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    checkSize(view.getUint32(at + 8), view.getUint32(at + 12), 4, maxBrowserPixels);
  }
}

/**
 * A file of a kind that only the browser reads: 8 bits a channel, as it would be seen.
 *
 * @throws Refusal where it is too large, or the browser reads no such files either.
 */
export async function readByBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  decoder: BrowserDecoder,
): Promise<Planes> {
  checkNamedSizes(bytes);
  const name = type.replace('image/', '').toUpperCase();
  const picture = await decoder(bytes, type).catch((cause: unknown) => {
    if (cause instanceof Refusal) throw cause;
    throw Object.assign(
      new Refusal(`is a picture (${name}) that this browser cannot read. Save it as PNG or JPEG.`),
      { cause },
    );
  });
  return {
    ...rgbaPlanes(picture),
    warnings: [
      `was read by the browser (${name}): its values are those of the screen, of 8 bits, and may differ from those in the file.`,
    ],
  };
}
