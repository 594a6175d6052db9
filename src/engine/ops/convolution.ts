import * as tf from '@tensorflow/tfjs-core';
import { conv } from './conv.ts';
import {
  convolveAsMatrices,
  convolveBackAsMatrices,
  isOfMatrices,
  sizeAfter,
} from './convolution-matrix-wasm.ts';
import { kernelGradientOnWasm, turnedKernels } from './convolution-wasm.ts';
import type { Size, Walk } from './walk.ts';
import { weave } from './weave.ts';

const around = (pad: number): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [pad, pad],
  [pad, pad],
  [0, 0],
];

/**
 * A convolution.
 *
 * @param x [1, height, width, a].
 * @param kernel [rows, columns, a, b].
 * @returns [1, (height + 2 pad - rows) / stride + 1, likewise, b].
 */
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, walk: Walk): tf.Tensor4D {
  const { stride, pad } = walk;
  if (tf.getBackend() === 'wasm') {
    const [height, width] = sizeAfter(x, kernel, walk);
    if (isOfMatrices(height * width, kernel)) return convolveAsMatrices(x, kernel, walk);
  }
  return conv(x, kernel, stride, { top: pad, bottom: pad, left: pad, right: pad }, null);
}

/**
 * The transpose of `convolve`: its gradient with respect to the picture, and by itself a transposed convolution. On
 * WASM it is made of convolutions, one for each parity of the rows and columns where the stride is 2, since tfjs' own
 * kernel is a plain loop there.
 *
 * @param y [1, rows and columns of the convolution's output, b].
 * @param kernel [rows, columns, a, b].
 * @param size of the picture that was convolved; even where the stride is 2.
 * @returns [1, height, width, a].
 */
export function convolveBack(y: tf.Tensor4D, kernel: tf.Tensor4D, walk: Walk, size: Size): tf.Tensor4D {
  const [height, width] = size;
  if (tf.getBackend() !== 'wasm') {
    const shape: [number, number, number, number] = [1, height, width, kernel.shape[2]];
    return tf.conv2dTranspose(y, kernel, shape, walk.stride, around(walk.pad));
  }
  if (isOfMatrices(y.shape[1] * y.shape[2], kernel)) return convolveBackAsMatrices(y, kernel, walk, size);
  return tf.tidy(() => {
    const phases = turnedKernels(kernel, walk).map(({ turned, top, left }) => {
      const [rows, columns] = turned.shape;
      const bottom = height / walk.stride + rows - 1 - top - y.shape[1];
      const right = width / walk.stride + columns - 1 - left - y.shape[2];
      return conv(y, turned, 1, { top, bottom, left, right }, null);
    });
    return phases.length === 1 ? (phases[0] as tf.Tensor4D) : weave(phases);
  });
}

/**
 * The gradient of `convolve` with respect to its kernel.
 *
 * @param x [1, height, width, a].
 * @param dy gradient with respect to the output, [1, ..., b].
 * @param sides rows and columns of the kernel.
 * @returns [rows, columns, a, b].
 */
export function kernelGradient(x: tf.Tensor4D, dy: tf.Tensor4D, walk: Walk, sides: Size): tf.Tensor4D {
  if (tf.getBackend() === 'wasm') return kernelGradientOnWasm(x, dy, walk, sides);
  const attributes = {
    strides: walk.stride,
    pad: around(walk.pad),
    dataFormat: 'NHWC',
    filterShape: [...sides, x.shape[3], dy.shape[3]],
  };
  return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, attributes) as tf.Tensor4D; // of the shape asked for
}
