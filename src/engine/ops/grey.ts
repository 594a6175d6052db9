import type { Picture } from '../picture.ts';

/**
 * The grey of an RGB or RGBA picture, bit for bit that of OpenCV's 8-bit `cv2.COLOR_RGB2GRAY`
 * (weights 9798, 19235 and 3735 in 1/32768). Alpha is not looked at; a grey picture is returned as it is.
 */
export function grey(rgb: Picture): Picture {
  const { width, height, channels, data } = rgb;
  if (channels === 1) return rgb;
  const out = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < out.length; i++, j += channels) {
    // The picture holds `channels` values for each pixel.
    out[i] = (9798 * data[j]! + 19235 * data[j + 1]! + 3735 * data[j + 2]! + 16384) >> 15;
  }
  return { width, height, channels: 1, data: out };
}
