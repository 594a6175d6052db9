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
 * The gradients of the weighted sum of some losses, by learner and weight; the tape ends.
 *
 * @param learners with their weights as they stand on the tape.
 * @returns tensors that the caller disposes.
 */
export function gradientsOf(
  tape: Tape,
  parts: readonly Part[],
  learners: readonly (readonly [Learner, Values])[],
): Map<Learner, Map<string, tf.Tensor>> {
  const gradients = tape.backward(new Map(parts.map(([loss, weight]) => [loss, tf.scalar(weight)] as const)));
  const named = (values: Values) =>
    new Map(Array.from(values, ([name, value]) => [name, gradients.get(value) as tf.Tensor])); // all learn
  return new Map(learners.map(([one, values]) => [one, named(values)]));
}

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
  for (const gradients of gradientsOf(tape, parts, [[learner, values]]).values()) {
    try {
      adam(learner, gradients, settings, step);
    } finally {
      tf.dispose([...gradients.values()]);
    }
  }
}

/** What losses come to, in their order. */
export const numbersOf = (scalars: readonly tf.Scalar[]): Promise<number[]> =>
  Promise.all(scalars.map(async (scalar) => (await scalar.data())[0] ?? Number.NaN));
