import type { Picture } from '../picture.ts';
import { encoded, linear } from './lab.ts';

/** Eyes that lack a kind of cone: the green one, the red one, the blue one. */
export const colourVisions = ['deuteranopia', 'protanopia', 'tritanopia'] as const;
export type ColourVision = (typeof colourVisions)[number];

/**
 * What becomes of linear red, green and blue in such an eye: Machado, Oliveira and Fernandes 2009 (doi:10.1109/TVCG.2009.113), table 1 at
 * severity 1.0, row after row.
 */
const MATRICES: Readonly<Record<ColourVision, readonly number[]>> = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

type Colour = readonly [red: number, green: number, blue: number];

/** A colour (0..255) as such eyes see it. */
export function colourSeen([red, green, blue]: Colour, vision: ColourVision): Colour {
  const light = [red, green, blue].map((one) => linear[Math.min(255, Math.max(0, Math.round(one)))] ?? 0);
  const matrix = MATRICES[vision];
  const row = (r: number) => light.reduce((sum, one, c) => sum + one * (matrix[3 * r + c] ?? 0), 0);
  return [encoded(row(0)), encoded(row(1)), encoded(row(2))];
}

/** A picture as such eyes see it. @param picture RGB. @returns RGB of that size. */
export function pictureSeen(picture: Picture, vision: ColourVision): Picture {
  const { width, height, channels, data } = picture;
  const out = new Uint8Array(width * height * 3);
  const [a, b, c, d, e, f, g, h, i] = MATRICES[vision] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]; // nine of them
  const second = channels === 1 ? 0 : 1;
  const third = channels === 1 ? 0 : 2;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    // Indices lie within the picture, levels within 0..255.
    const red = linear[data[at]!]!;
    const green = linear[data[at + second]!]!;
    const blue = linear[data[at + third]!]!;
    out[3 * pixel] = encoded(a * red + b * green + c * blue);
    out[3 * pixel + 1] = encoded(d * red + e * green + f * blue);
    out[3 * pixel + 2] = encoded(g * red + h * green + i * blue);
  }
  return { width, height, channels: 3, data: out };
}
