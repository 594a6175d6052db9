import type * as tf from '@tensorflow/tfjs-core';

/** Added to the variance, as in PyTorch and in the nets' training. */
export const EPSILON = 1e-5;

/** A learnt scale and offset for each channel of an instance normalisation. */
export interface Norm {
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
}
