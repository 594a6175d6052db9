import type { Picture } from '../picture.ts';

/** The upper left part of an RGB picture as RGBA. */
export function opaque(
  { width: stride, data }: Picture,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * stride + x) * 3;
      rgba.set(data.subarray(from, from + 3), (y * width + x) * 4);
    }
  }
  return rgba;
}
