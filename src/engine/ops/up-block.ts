import * as tf from '@tensorflow/tfjs-core';
import { type ConvTranspose, convPhases, convTranspose } from './conv-transpose.ts';
import { instanceNorm } from './instance-norm.ts';
import type { Norm } from './norm.ts';
import { weaveOnWasm } from './weave-wasm.ts';

/**
 * One step up of a U-Net: transposed convolution, instance norm, ReLU; beside it, on the channel axis, the ReLU of
 * the skip connection.
 *
 * @param x [1, height, width, in].
 * @param skip [1, 2 * height, 2 * width, channels].
 * @returns [1, 2 * height, 2 * width, out + channels], nothing below 0.
 */
export function upBlock(x: tf.Tensor4D, conv: ConvTranspose, norm: Norm, skip: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    if (tf.getBackend() === 'wasm' && conv.filters.length === 4) {
      return weaveOnWasm(convPhases(x, conv), norm, 0, skip);
    }
    return tf.concat([instanceNorm(convTranspose(x, conv), norm, 0), tf.relu(skip)], 3);
  });
}
