import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { convOnSoftwareGpu } from './conv.wgsl.ts';

/** Rows and columns of zeros around a picture. */
export interface Margin {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const noMargin: Margin = { top: 0, bottom: 0, left: 0, right: 0 };

/** The margin of a `same` convolution of stride 1 whose kernel's sides are odd. */
export function sameMargin([height, width]: readonly number[]): Margin {
  const [y, x] = [((height ?? 1) - 1) / 2, ((width ?? 1) - 1) / 2];
  return { top: y, bottom: y, left: x, right: x };
}

/** What follows the sums. */
export interface Ending {
  readonly bias: tf.Tensor1D;
  readonly relu: boolean;
}

/**
 * A convolution, on every backend as it is fastest there: tfjs' own, but on a software GPU, where barriers are dear, a
 * kernel without them.
 *
 * @param x [1, height, width, in]
 * @param filter [height, width, in, out]
 */
export function conv(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  strides: 1 | 2,
  { top, bottom, left, right }: Margin,
  ending: Ending | null,
): tf.Tensor4D {
  const [, , ins, outs] = filter.shape;
  if (ins % 4 === 0 && outs % 4 === 0 && isSoftwareGpu()) {
    const { bias, relu } = ending ?? { bias: null, relu: false };
    if (top + bottom + left + right === 0) return convOnSoftwareGpu(x, filter, strides, bias, relu);
    return tf.tidy(() => {
      const padded: tf.Tensor4D = tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]);
      return convOnSoftwareGpu(padded, filter, strides, bias, relu);
    });
  }
  const pad: tf.backend_util.ExplicitPadding = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  if (!ending) return tf.conv2d(x, filter, strides, pad);
  return tf.fused.conv2d({
    x,
    filter,
    strides,
    pad,
    bias: ending.bias,
    activation: ending.relu ? 'relu' : 'linear',
  });
}

/** Whether tfjs runs on WebGPU that the processor imitates. */
export function isSoftwareGpu(): boolean {
  if (tf.getBackend() !== 'webgpu') return false;
  const { device } = tf.backend() as WebGPUBackend; // by its name
  return device.adapterInfo?.isFallbackAdapter === true; // older browsers do not say: they get tfjs' own
}
