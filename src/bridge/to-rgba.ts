import type { Picture } from '../engine/picture.ts';

/** The same picture with four channels, opaque, as a canvas takes it. */
export function toRgba({ width, height, channels, data }: Picture): Picture {
  const rgba = new Uint8Array(width * height * 4);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0, j = 0; j < data.length; i += 4, j += channels) {
    rgba[i] = data[j] ?? 0;
    rgba[i + 1] = data[j + green] ?? 0;
    rgba[i + 2] = data[j + blue] ?? 0;
    rgba[i + 3] = channels === 4 ? (data[j + 3] ?? 0) : 255;
  }
  return { width, height, channels: 4, data: rgba };
}
