import * as tf from '@tensorflow/tfjs-core';
import { instanceNormOnWebGpu } from './instance-norm.wgsl.ts';
import { instanceNormOnWasm } from './instance-norm-wasm.ts';
import { EPSILON, type Norm } from './norm.ts';

/**
 * Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022) and the activation after it: each channel to mean 0
 * and variance 1 (biased) over the picture, times scale, plus offset; then negative values times `slope`.
 *
 * @param x [1, height, width, channels].
 * @param slope 0 is a ReLU, 0.2 the leaky one of Pix2pix, 1 no activation.
 */
export function instanceNorm(x: tf.Tensor4D, norm: Norm, slope: number): tf.Tensor4D {
  switch (tf.getBackend()) {
    case 'wasm':
      return instanceNormOnWasm(x, norm, slope);
    case 'webgpu':
      return instanceNormOnWebGpu(x, norm, slope);
    default:
      return composedInstanceNorm(x, norm, slope);
  }
}

/** The same of tfjs' own operations: some eight passes over memory, on any backend. */
export function composedInstanceNorm(x: tf.Tensor4D, { scale, offset }: Norm, slope: number): tf.Tensor4D {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x, [1, 2], true);
    const factor = tf.div(scale, tf.sqrt(tf.add(variance, EPSILON)));
    const normed = tf.add(tf.mul(tf.sub(x, mean), factor), offset) as tf.Tensor4D; // channels are last, so all broadcast
    return slope === 1 ? normed : tf.leakyRelu(normed, slope);
  });
}
