import * as tf from '@tensorflow/tfjs-core';
import { instanceNormGradientOnWasm, type NormGradients } from './instance-norm-gradient-wasm.ts';
import { EPSILON, type Norm } from './norm.ts';

/**
 * The gradients of `instanceNorm`, activation included.
 *
 * @param dy gradient with respect to the output, [1, height, width, channels].
 * @param x what was normalised.
 * @param y what came out: its sign says which way through the activation it went.
 */
export function instanceNormGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  norm: Norm,
  slope: number,
): NormGradients {
  if (tf.getBackend() === 'wasm') return instanceNormGradientOnWasm(dy, x, y, norm, slope);
  return composedInstanceNormGradient(dy, x, y, norm, slope);
}

/** The same of tfjs' own operations, on any backend. */
export function composedInstanceNormGradient(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  { scale }: Norm,
  slope: number,
): NormGradients {
  return tf.tidy(() => {
    const dz = slope === 1 ? dy : tf.mul(dy, tf.step(y, slope));
    const { mean, variance } = tf.moments(x, [1, 2], true);
    const perDeviation = tf.rsqrt(tf.add(variance, EPSILON));
    const normed = tf.mul(tf.sub(x, mean), perDeviation);
    const along = tf.mul(dz, normed);
    const centred = tf.sub(
      tf.sub(dz, tf.mean(dz, [1, 2], true)),
      tf.mul(normed, tf.mean(along, [1, 2], true)),
    );
    return {
      x: tf.mul(centred, tf.mul(perDeviation, scale)) as tf.Tensor4D, // of the shape of x
      scale: tf.sum(along, [0, 1, 2]) as tf.Tensor1D, // the channels are left
      offset: tf.sum(dz, [0, 1, 2]) as tf.Tensor1D,
    };
  });
}
