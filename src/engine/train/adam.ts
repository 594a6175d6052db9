import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../nets/weights.ts';
import { tensorOnHeap, valuesOnHeap } from '../ops/wasm-heap.ts';

/** A net's weights, and for each the running means of its gradient and of its gradient's square. */
export interface Learner {
  readonly weights: Tensors;
  readonly means: Tensors;
  readonly squares: Tensors;
}

export interface AdamSettings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
}

const EPSILON = 1e-8;

/** A net that has learnt nothing yet; the weights are the learner's from now on. */
export function learner(weights: Tensors): Learner {
  const zeros = () => new Map(Array.from(weights, ([name, { shape }]) => [name, tf.zeros(shape)]));
  return { weights, means: zeros(), squares: zeros() };
}

export function disposeLearner({ weights, means, squares }: Learner): void {
  tf.dispose([...weights.values(), ...means.values(), ...squares.values()]);
}

/**
 * One step of Adam (Kingma and Ba 2015, arXiv 1412.6980), as PyTorch takes it: every weight that has a gradient moves.
 *
 * @param step the number of this step, from 1.
 */
export function adam(
  { weights, means, squares }: Learner,
  gradients: ReadonlyMap<string, tf.Tensor>,
  { rate, beta1, beta2 }: AdamSettings,
  step: number,
): void {
  const along = rate / (1 - beta1 ** step);
  const perRoot = 1 / Math.sqrt(1 - beta2 ** step);
  const moving = tf.getBackend() === 'wasm' ? movedOnWasm : moved;
  for (const [name, gradient] of gradients) {
    const slot = (tensors: Tensors) => tensors.get(name) as tf.Tensor; // a gradient is a weight's
    const before = [slot(weights), slot(means), slot(squares)] as const;
    const [weight, mean, square] = moving(before, gradient, { beta1, beta2, along, perRoot });
    weights.set(name, weight);
    means.set(name, mean);
    squares.set(name, square);
    tf.dispose(before.filter((tensor) => tensor !== mean && tensor !== square));
  }
}

/** A weight and its two running means. */
type Slots = readonly [weight: tf.Tensor, mean: tf.Tensor, square: tf.Tensor];

interface Move {
  readonly beta1: number;
  readonly beta2: number;
  /** The rate and the second mean's root, both without their start from zero. */
  readonly along: number;
  readonly perRoot: number;
}

function moved(
  [weight, mean, square]: Slots,
  gradient: tf.Tensor,
  { beta1, beta2, along, perRoot }: Move,
): Slots {
  const newMean = tf.tidy(() => tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
  const newSquare = tf.tidy(() => tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const next = tf.tidy(() => {
    const root = tf.add(tf.mul(tf.sqrt(newSquare), perRoot), EPSILON);
    return tf.sub(weight, tf.mul(tf.div(newMean, root), along));
  });
  return [next, newMean, newSquare];
}

/**
 * The same in one pass in JavaScript over the WASM heap. The means are written where they lie; the weight is a new
 * tensor, since tfjs keeps a packed copy of a filter for as long as its tensor lives.
 */
function movedOnWasm(slots: Slots, gradient: tf.Tensor, how: Move): Slots {
  const [weight, mean, square] = slots;
  const next = tensorOnHeap<tf.Tensor>(weight.shape, (values) => {
    const [w, m, s] = slots.map(valuesOnHeap) as [Float32Array, Float32Array, Float32Array]; // of three slots
    move(values, w, m, s, valuesOnHeap(gradient), how);
  });
  return [next, mean, square];
}

/** All of one length. A function of its own: within a closure it takes twice as long. */
function move(
  next: Float32Array,
  weight: Float32Array,
  mean: Float32Array,
  square: Float32Array,
  gradient: Float32Array,
  { beta1, beta2, along, perRoot }: Move,
): void {
  for (let i = 0; i < next.length; i++) {
    const slope = gradient[i] as number; // in range by the loop
    const newMean = beta1 * (mean[i] as number) + (1 - beta1) * slope;
    const newSquare = beta2 * (square[i] as number) + (1 - beta2) * slope * slope;
    mean[i] = newMean;
    square[i] = newSquare;
    next[i] = (weight[i] as number) - (along * newMean) / (Math.sqrt(newSquare) * perRoot + EPSILON);
  }
}
