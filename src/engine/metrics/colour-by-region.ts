import { components } from '../ops/components.ts';
import { labOf } from '../ops/lab.ts';
import type { Labels, Picture } from '../picture.ts';

/** Whether each region between the edges has a colour of its own: the paper's fifth claim. */
export interface ColourByRegion {
  /** Regions looked at. */
  readonly regions: number;
  /** Variance of colour (CIELAB a* and b*, lightness aside) about each region's own mean. */
  readonly within: number;
  /** Variance of the regions' means about the mean of all, by area. */
  readonly between: number;
  /** between / (within + between): 1 where every region is of one colour, 0 where the regions do not differ. */
  readonly explained: number;
  /** How alike the hues in a region are: 1 for one hue, 0 for hues all around the circle; grey pixels do not count. */
  readonly oneHue: number;
}

/** The regions into which edges cut a picture. @param edges 1 channel: an edge is what is not 0. */
export const regionsBetween = ({ data, width, height }: Picture): Labels =>
  components(
    data.map((value) => Number(value === 0)),
    width,
    height,
  );

/** Pixels that a region must have. */
const LEAST_AREA = 16;

/**
 * @param picture RGB, 0..255, painted from these edges.
 * @param regions those between the edges, or cells; of the same size.
 * @returns zeros where no region has 16 pixels.
 */
export function colourByRegion(picture: Picture, { data, count }: Labels): ColourByRegion {
  const [area, sumA, sumB, sumSquares, chroma] = Array.from({ length: 5 }, () => new Float64Array(count + 1));
  for (const [i, region] of data.entries()) {
    // the picture holds three values a pixel, and a region is at most `count`
    const [, a, b] = labOf(picture.data[3 * i]!, picture.data[3 * i + 1]!, picture.data[3 * i + 2]!);
    area![region]!++;
    sumA![region]! += a;
    sumB![region]! += b;
    sumSquares![region]! += a * a + b * b;
    chroma![region]! += Math.hypot(a, b);
  }
  let [regions, pixels, allA, allB, squares, squaresOfMeans, coloured, together] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let region = 1; region <= count; region++) {
    const [n, a, b] = [area![region]!, sumA![region]!, sumB![region]!];
    if (n < LEAST_AREA) continue;
    regions++;
    pixels += n;
    allA += a;
    allB += b;
    squares += sumSquares![region]!;
    squaresOfMeans += (a * a + b * b) / n;
    coloured += chroma![region]!;
    together += Math.hypot(a, b); // hues that agree add up, others cancel
  }
  if (regions === 0) return { regions, within: 0, between: 0, explained: 0, oneHue: 0 };
  const within = (squares - squaresOfMeans) / pixels;
  const between = squaresOfMeans / pixels - (allA ** 2 + allB ** 2) / pixels ** 2;
  return {
    regions,
    within,
    between,
    explained: between / (within + between || 1),
    oneHue: together / (coloured || 1),
  };
}
