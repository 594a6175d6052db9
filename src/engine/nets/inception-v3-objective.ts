import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from './inception-v3-blocks.ts';

/** What one layer gives to an objective. */
export interface Term {
  /** @param y the layer's activations, [1, height, width, channels]. */
  value(y: tf.Tensor4D): tf.Scalar;
  /** The value's gradient with respect to `y`, of the same shape. */
  gradient(y: tf.Tensor4D): tf.Tensor4D;
}

/** What a dream climbs: the sum of its terms. */
export type Objective = ReadonlyMap<Layer, Term>;

/** The weighted mean of all activations of a layer (TensorFlow's tutorial). */
export function mean(weight: number): Term {
  return {
    value: (y) => tf.tidy(() => tf.mul(average(y), weight)),
    gradient: (y) => tf.fill(y.shape, weight / y.size),
  };
}

/** The weighted mean of the squares of all activations of a layer (Mordvintsev et al. 2015). */
export function meanSquare(weight: number): Term {
  return {
    value: (y) => tf.tidy(() => tf.mul(average(tf.square(y)), weight)),
    gradient: (y) => tf.mul(y, (2 * weight) / y.size),
  };
}

/** In two steps: one float32 sum over a whole layer loses three times as much. */
function average(y: tf.Tensor4D): tf.Scalar {
  return tf.mean(tf.mean(y, [1, 2]));
}
