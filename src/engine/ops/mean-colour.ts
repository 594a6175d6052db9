import type { Picture } from '../picture.ts';

/** Red, green and blue, 0..255. */
export type Colour = readonly [number, number, number];

/** The mean colour of an RGB picture. */
export function meanColour({ data, width, height }: Picture): Colour {
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    sums[0] += data[i] ?? 0;
    sums[1] += data[i + 1] ?? 0;
    sums[2] += data[i + 2] ?? 0;
  }
  const pixels = width * height;
  return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
}

/** The mean of colours. @param colours one or more. */
export function meanOfColours(colours: readonly Colour[]): Colour {
  const mean = (c: 0 | 1 | 2) => colours.reduce((sum, colour) => sum + colour[c], 0) / colours.length;
  return [mean(0), mean(1), mean(2)];
}

/** A picture of one colour, rounded to bytes: what a painter is to beat who only knows the mean. */
export function plain(colour: Colour, width: number, height: number): Picture {
  const bytes = colour.map(Math.round);
  return {
    width,
    height,
    channels: 3,
    data: Uint8Array.from({ length: 3 * width * height }, (_, i) => bytes[i % 3] ?? 0),
  };
}
