import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { ascii } from '../formats/ascii.ts';
import { gifXmp } from '../formats/xmp.ts';
import type { Picture } from '../picture.ts';
import { opaque } from './opaque.ts';
import type { FilmEncoder, FilmPlan } from './plan.ts';

const EXTENSION = 0x21;
const COMMENT = 0xfe;
/** Bytes that one part of a comment may have. */
const PART = 255;

/** A GIF's comment extension (GIF89a, 24), which holds ASCII: other letters are escaped as in JSON. */
function comment(text: string): number[] {
  const bytes = Array.from(ascii(text), (letter) => letter.charCodeAt(0));
  const parts = Array.from({ length: Math.ceil(bytes.length / PART) }, (_, i) =>
    bytes.slice(i * PART, (i + 1) * PART),
  );
  return [EXTENSION, COMMENT, ...parts.flatMap((part) => [part.length, ...part]), 0];
}

/** An animated GIF that plays for ever; each frame has the 256 colours that suit it. */
export function gifEncoder({ width, height, framesPerSecond, comment: words, xmp }: FilmPlan): FilmEncoder {
  const gif = GIFEncoder();
  return {
    async add(picture: Picture, frames: number) {
      const rgba = opaque(picture, width, height);
      const palette = quantize(rgba, 256);
      const delay = (1000 * frames) / framesPerSecond;
      gif.writeFrame(applyPalette(rgba, palette), width, height, { palette, delay });
    },
    async finish() {
      gif.stream.writeBytes(gifXmp(xmp));
      gif.stream.writeBytes(comment(words));
      gif.finish();
      return gif.bytes();
    },
    async close() {},
  };
}
