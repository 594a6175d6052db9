/** Steps down of each kind of U-Net, named by the smallest side that it paints. */
export const DEPTHS = { 'unet-32': 5, 'unet-64': 6, 'unet-128': 7, 'unet-256': 8 } as const;

/** What fixes a U-Net. */
export interface UnetSizes {
  /** Filters of the first convolution; the others follow: times 1, 2, 4, and 8 from there on. */
  readonly ngf: number;
  readonly inputChannels: number;
  /** Steps down, and as many up: 8 for a U-Net 256, whose innermost picture is then one pixel. */
  readonly depth: number;
}

/** Negative values on the way down are multiplied with this (LeakyReLU); on the way up they become 0. */
export const LEAK = 0.2;

/** The shape of every weight, by name: a convolution's is [out, in, 4, 4], a transposed one's [in, out, 4, 4]. */
export function unetShapes({ ngf, inputChannels, depth }: UnetSizes): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const filters = Array.from({ length: depth }, (_, i) => ngf * Math.min(2 ** i, 8));
  const add = (layer: string, weight: readonly number[], channels: number, normed: boolean) => {
    shapes.set(`${layer}.conv.weight`, weight);
    for (const name of normed ? ['norm.scale', 'norm.offset'] : ['conv.bias']) {
      shapes.set(`${layer}.${name}`, [channels]);
    }
  };
  let channels = inputChannels;
  for (const [i, out] of filters.entries()) {
    add(`down${i + 1}`, [out, channels, 4, 4], out, i > 0 && i < depth - 1);
    channels = out;
  }
  const skips = filters.toReversed().slice(1);
  for (const [i, skip] of skips.entries()) {
    add(`up${i + 1}`, [channels, skip, 4, 4], skip, true);
    channels = 2 * skip; // what came up, and the skip of the same depth beside it
  }
  add(`up${depth}`, [channels, 3, 4, 4], 3, false);
  return shapes;
}
