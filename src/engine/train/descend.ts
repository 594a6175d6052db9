import * as tf from '@tensorflow/tfjs-core';
import { given, type Tape, type Values } from '../nets/tape.ts';
import type { Tensors } from '../nets/weights.ts';
import { type AdamSettings, adam, type Learner } from './adam.ts';
import type { Loss } from './losses.ts';

/** A net's weights in a computation. */
export const valuesOf = (weights: Tensors, learns: boolean): Values =>
  new Map(Array.from(weights, ([name, tensor]) => [name, given(tensor, learns)]));

/** A loss and what it counts in the whole. */
export type Part = readonly [loss: Loss, weight: number];

/**
 * Takes a learner one step down the weighted sum of some losses; the tape ends.
 *
 * @param values the learner's, as they stand on the tape.
 * @param step the number of this step, from 1.
 */
export function descend(
  tape: Tape,
  parts: readonly Part[],
  learner: Learner,
  values: Values,
  settings: AdamSettings,
  step: number,
): void {
  const seeds = new Map(parts.map(([loss, weight]) => [loss, tf.scalar(weight)] as const));
  const gradients = tape.backward(seeds);
  try {
    const named = Array.from(values, ([name, value]) => [name, gradients.get(value) as tf.Tensor] as const); // all learn
    adam(learner, new Map(named), settings, step);
  } finally {
    tf.dispose([...gradients.values()]);
  }
}
