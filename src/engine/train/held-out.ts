import type { Tensors } from '../nets/weights.ts';
import { type Colour, meanColour, meanOfColours } from '../ops/mean-colour.ts';
import type { Pair } from '../pairs/pair-image.ts';
import type { Picture } from '../picture.ts';
import { nextTask } from '../steps/next-task.ts';
import { paintPair } from './generator.ts';
import type { Plan } from './plan.ts';

/** Mean absolute differences to the truth on held-out pairs, of 0..1. */
export interface HeldOut {
  readonly l1: number;
  /** What one colour for all pixels would come to: the mean of the pairs that were learnt from. */
  readonly l1OfMeanColour: number;
}

/** The mean colour of pairs of one size. */
export const colourOfPairs = (pairs: readonly Pair[]): Colour =>
  meanOfColours(pairs.map(({ colour }) => meanColour(colour)));

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
  mean: Colour,
): AsyncGenerator<Picture, HeldOut> {
  let [l1, l1OfMeanColour] = [0, 0];
  for (const pair of held) {
    await nextTask(); // who takes all of them in one step must still answer
    const painted = await paintPair(plan, weights, pair);
    l1 += off(pair.colour.data, (i) => painted.data[i] ?? 0);
    l1OfMeanColour += off(pair.colour.data, (i) => mean[i % 3] ?? 0);
    yield painted;
  }
  return { l1: l1 / held.length, l1OfMeanColour: l1OfMeanColour / held.length };
}
