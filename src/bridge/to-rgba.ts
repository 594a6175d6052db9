import type { Picture } from '../engine/picture.ts';

/** The same picture with four channels, opaque, as a canvas takes it. */
export function toRgba({ width, height, channels, data }: Picture): Picture {
  const rgba = new Uint8Array(width * height * 4);
  if (channels === 4) rgba.set(data);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0, j = 0; channels < 4 && j < data.length; i += 4, j += channels) {
    rgba[i] = data[j] as number; // in range, as the two below
    rgba[i + 1] = data[j + green] as number;
    rgba[i + 2] = data[j + blue] as number;
    rgba[i + 3] = 255;
  }
  return { width, height, channels: 4, data: rgba };
}
