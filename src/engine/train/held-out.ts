import type { Tensors } from '../nets/weights.ts';
import type { Picture } from '../picture.ts';
import type { Pair } from './example.ts';
import { paintPair } from './generator.ts';
import type { Plan } from './plan.ts';

/** Mean absolute differences to the truth on held-out pairs, of 0..1. */
export interface HeldOut {
  readonly l1: number;
  /** What one colour for all pixels would come to: the mean of the pairs that were learnt from. */
  readonly l1OfMeanColour: number;
}

/** The mean colour of pairs: red, green, blue, 0..255. */
export function meanColour(pairs: readonly Pair[]): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let pixels = 0;
  for (const { colour } of pairs) {
    const { data } = colour;
    for (let i = 0; i < data.length; i += 3) {
      sums[0] += data[i] ?? 0;
      sums[1] += data[i + 1] ?? 0;
      sums[2] += data[i + 2] ?? 0;
    }
    pixels += colour.width * colour.height;
  }
  return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
}

/** How far bytes are from others on average, of 0..1. */
function off(data: Uint8Array, from: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += Math.abs((data[i] ?? 0) - from(i));
  return sum / data.length / 255;
}

/**
 * Paints held-out pairs, one after the other, and measures how far off they are.
 *
 * @param held at least one.
 * @param mean the mean colour of the pairs that were learnt from.
 */
export async function* measure(
  plan: Plan,
  weights: Tensors,
  held: readonly Pair[],
  mean: readonly [number, number, number],
): AsyncGenerator<Picture, HeldOut> {
  let [l1, l1OfMeanColour] = [0, 0];
  for (const pair of held) {
    const painted = await paintPair(plan, weights, pair);
    l1 += off(pair.colour.data, (i) => painted.data[i] ?? 0);
    l1OfMeanColour += off(pair.colour.data, (i) => mean[i % 3] ?? 0);
    yield painted;
  }
  return { l1: l1 / held.length, l1OfMeanColour: l1OfMeanColour / held.length };
}
