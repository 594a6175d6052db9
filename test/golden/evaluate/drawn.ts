import type { Picture } from '../../../src/engine/picture.ts';

// The pictures of make_figures.py, by the same formulas.

const [width, height] = [75, 52];

const rgb = (value: (x: number, y: number, c: number) => number): Picture => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width), i % 3);
  }),
});

const colour = (x: number, y: number, c: number) => (7 * x + 13 * y + 50 * c + Math.floor((x * y) / 9)) % 256;

export const drawn = rgb(colour);

export const spoilt = rgb((x, y, c) => {
  const error = ((31 * x * x + 17 * y + 7 * c) % 61) - 30;
  return Math.min(255, Math.max(0, colour(x, y, c) + error));
});

export const edges: Picture = {
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (x * y + x) % 5 === 0 || y % 11 === 3 ? 255 : 0;
  }),
};

/** The first channel of an RGB picture. */
export const red = (picture: Picture): Picture => ({
  ...picture,
  channels: 1,
  data: picture.data.filter((_, i) => i % 3 === 0),
});

/** `count` pictures' features, 64 numbers each. */
export const features = (count: number, shift: number): Float32Array[] =>
  Array.from({ length: count }, (_, i) =>
    Float32Array.from({ length: 64 }, (_, d) => ((i * 37 + d * 11 + i * d) % 97) / 97 + shift),
  );
