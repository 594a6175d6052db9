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

/**
 * The weighted mean of all activations of a layer (TensorFlow's tutorial).
 *
 * @param channels only these; null for all.
 */
export function mean(weight: number, channels: readonly number[] | null = null): Term {
  if (channels)
    return chosenMean(
      weight,
      channels,
      (y) => y,
      (_, share) => share,
    );
  return {
    value: (y) => tf.tidy(() => tf.mul(average(y), weight)),
    gradient: (y) => tf.fill(y.shape, weight / y.size),
  };
}

/** The weighted mean of the squares of all activations of a layer (Mordvintsev et al. 2015). @param channels as above. */
export function meanSquare(weight: number, channels: readonly number[] | null = null): Term {
  if (channels) return chosenMean(weight, channels, tf.square, (y, share) => tf.mul(tf.mul(y, 2), share));
  return {
    value: (y) => tf.tidy(() => tf.mul(average(tf.square(y)), weight)),
    gradient: (y) => tf.mul(y, (2 * weight) / y.size),
  };
}

/**
 * The weighted mean, over the places of a layer, of the largest dot product of the features there with those of any place
 * of a guide picture, divided by the number of channels (Mordvintsev et al. 2015, "controlling dreams").
 *
 * @param features [places, channels] of the guide; the caller keeps and disposes them.
 */
export function likeness(weight: number, features: tf.Tensor2D): Term {
  const products = (y: tf.Tensor4D) => {
    const [, height, width, channels] = y.shape;
    return tf.matMul(tf.reshape(y, [height * width, channels]), features, false, true);
  };
  return {
    value: (y) => tf.tidy(() => tf.mul(tf.mean(tf.max(products(y), 1)), weight / y.shape[3])),
    gradient: (y) =>
      tf.tidy(() => {
        const nearest = tf.gather(features, tf.argMax(products(y), 1));
        return tf.mul(tf.reshape(nearest, y.shape), weight / y.size);
      }),
  };
}

/**
 * The weighted mean of a function of the chosen channels.
 *
 * @param slope what the function's gradient at `y` is, where the mean's own is `share`.
 */
function chosenMean(
  weight: number,
  channels: readonly number[],
  f: (y: tf.Tensor4D) => tf.Tensor4D,
  slope: (y: tf.Tensor4D, share: tf.Tensor4D) => tf.Tensor4D,
): Term {
  /** The part of each channel in the mean over all values, [1, 1, 1, channels]. */
  const parts = (y: tf.Tensor4D) => {
    const all = y.shape[3];
    const values = new Float32Array(all);
    for (const channel of channels) values[channel] = all / channels.length;
    return tf.tensor4d(values, [1, 1, 1, all]);
  };
  return {
    value: (y) => tf.tidy(() => tf.mul(average(tf.mul(f(y), parts(y))), weight)),
    gradient: (y) => tf.tidy(() => slope(y, tf.mul(tf.fill(y.shape, weight / y.size), parts(y)))),
  };
}

/** In two steps: one float32 sum over a whole layer loses three times as much. */
export function average(y: tf.Tensor4D): tf.Scalar {
  return tf.mean(tf.mean(y, [1, 2]));
}
