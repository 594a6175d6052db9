import { StudioError } from '../errors.ts';
import { grey } from '../ops/grey.ts';
import { percentiles, stretch } from '../ops/stretch.ts';
import type { Picture } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';

/** What a generator learns from: pictures of one size. */
export interface Pair {
  /** 1 channel, 0 or 255. */
  readonly edges: Picture;
  /** 1 channel; needed where the plan's inputs name it. */
  readonly grey?: Picture;
  /** RGB. */
  readonly colour: Picture;
}

/**
 * How the halves of a pair's picture lie, as in the paper's 256x512 pictures: `AB` has the edges on the left, as
 * PyTorch's reference loader reads them in its direction AtoB; `BA` has the colours on the left, as the TensorFlow
 * tutorial has its photographs.
 */
export type Layout = 'AB' | 'BA';

export const layouts = ['AB', 'BA'] as const satisfies readonly Layout[];

/** Edges and colours side by side: RGB, twice as wide as each. */
export function pairImage({ edges, colour }: Pair, layout: Layout): Picture {
  const { width, height } = colour;
  const data = new Uint8Array(6 * width * height);
  const [edgesAt, colourAt] = layout === 'AB' ? [0, width] : [width, 0];
  for (let y = 0; y < height; y++) {
    const row = 2 * y * width;
    for (let x = 0; x < width; x++)
      data.fill(edges.data[y * width + x] ?? 0, 3 * (row + edgesAt + x), 3 * (row + edgesAt + x + 1));
    data.set(colour.data.subarray(3 * y * width, 3 * (y + 1) * width), 3 * (row + colourAt));
  }
  return { width: 2 * width, height, channels: 3, data };
}

/** One half of an RGB picture. */
function half({ width, height, data }: Picture, at: 'left' | 'right'): Picture {
  const side = width / 2;
  const out = new Uint8Array(3 * side * height);
  for (let y = 0; y < height; y++) {
    const from = 3 * (y * width + (at === 'left' ? 0 : side));
    out.set(data.subarray(from, from + 3 * side), 3 * y * side);
  }
  return { width: side, height, channels: 3, data: out };
}

/**
 * The pair in a picture that holds both side by side. What is brighter than half in the edges' half is an edge, so that
 * JPEG's rings do no harm. The grey picture is developed from the colours.
 *
 * @param image RGB.
 * @throws StudioError `file`, beginning with `name`, where the picture is not twice as wide as high.
 */
export function pairOf(
  name: string,
  image: Picture,
  layout: Layout,
  { low, high, gamma }: Pick<DevelopRecipe, 'low' | 'high' | 'gamma'>,
): Required<Pair> {
  const { width, height } = image;
  if (width !== 2 * height) {
    const sentence = `${name} is ${width} x ${height}; a pair is twice as wide as high, as 512 x 256.`;
    throw new StudioError('file', sentence);
  }
  const [a, b] = [half(image, 'left'), half(image, 'right')];
  const [drawn, colour] = layout === 'AB' ? [a, b] : [b, a];
  const edges = grey(drawn);
  const values = Float32Array.from(grey(colour).data);
  const [black = 0, white = 0] = percentiles(values, [low, high]);
  return {
    edges: { ...edges, data: edges.data.map((value) => (value < 128 ? 0 : 255)) },
    grey: { ...edges, data: stretch(values, black, white, gamma, 1) },
    colour,
  };
}
