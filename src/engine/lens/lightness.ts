import { labOf } from '../ops/lab.ts';
import type { Picture } from '../picture.ts';

/**
 * The lightness (CIELAB L*, D65) of a picture, 0..100 as 0..255: near to its grey values, and the same for a picture in black and
 * white and for one that has its lightness and other colours.
 *
 * @param picture 1, 3 or 4 channels; alpha is not looked at.
 * @returns 1 channel.
 */
export function lightness({ width, height, channels, data }: Picture): Picture {
  const out = new Uint8Array(width * height);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0, from = 0; i < out.length; i++, from += channels) {
    // as many values as channels a pixel
    out[i] = Math.round(2.55 * labOf(data[from]!, data[from + green]!, data[from + blue]!)[0]);
  }
  return { width, height, channels: 1, data: out };
}
