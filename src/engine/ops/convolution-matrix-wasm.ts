import * as tf from '@tensorflow/tfjs-core';
import { transpose } from './transpose.ts';
import type { Size, Walk } from './walk.ts';
import { tensorOnHeap, valuesOnHeap } from './wasm-heap.ts';

// Where a kernel is large and the picture small, as inside a U-Net, tfjs' convolution takes longer to turn and pack the
// kernel than to multiply with it. As one product of matrices the kernel is taken as it lies.

/** The most values that the patches of a picture may take: 16 MiB. */
const MOST_VALUES = 2 ** 22;

/** Up to so many pixels for each channel that comes out a product of matrices is the faster way. */
const PIXELS_A_CHANNEL = 8;

/** Height and width of what a convolution gives. */
export function sizeAfter(x: tf.Tensor4D, kernel: tf.Tensor4D, { stride, pad }: Walk): Size {
  const along = (side: number, taps: number) => Math.floor((side + 2 * pad - taps) / stride) + 1;
  return [along(x.shape[1], kernel.shape[0]), along(x.shape[2], kernel.shape[1])];
}

/** Whether a product of matrices is the faster way. @param pixels of the convolution's output. */
export function isOfMatrices(pixels: number, kernel: tf.Tensor4D): boolean {
  const [rows, columns, ins, outs] = kernel.shape;
  return pixels <= PIXELS_A_CHANNEL * outs && pixels * rows * columns * ins <= MOST_VALUES;
}

/** As `convolve`, by its patches, each a row of [rows, columns, a] values. */
export function convolveAsMatrices(x: tf.Tensor4D, kernel: tf.Tensor4D, walk: Walk): tf.Tensor4D {
  const [, height, width, ins] = x.shape;
  const [rows, columns, , outs] = kernel.shape;
  const { stride, pad } = walk;
  const [outHeight, outWidth] = sizeAfter(x, kernel, walk);
  return tf.tidy(() => {
    const patches = tensorOnHeap<tf.Tensor2D>([outHeight * outWidth, rows * columns * ins], (values) => {
      const source = valuesOnHeap(x);
      values.fill(0);
      let to = 0;
      for (let top = -pad; top <= height + pad - rows; top += stride) {
        for (let left = -pad; left <= width + pad - columns; left += stride) {
          const [first, end] = [Math.max(0, left), Math.min(width, left + columns)];
          for (let y = top; y < top + rows; y++, to += columns * ins) {
            if (y < 0 || y >= height) continue;
            const run = source.subarray((y * width + first) * ins, (y * width + end) * ins);
            values.set(run, to + (first - left) * ins);
          }
        }
      }
    });
    const product = tf.matMul(patches, tf.reshape(kernel, [rows * columns * ins, outs]));
    return tf.reshape(product, [1, outHeight, outWidth, outs]);
  });
}

/** As `convolveBack`: the kernel times the output's pixels as columns gives what each tap adds to the picture. */
export function convolveBackAsMatrices(
  y: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride, pad }: Walk,
  [height, width]: Size,
): tf.Tensor4D {
  const [rows, columns, ins, outs] = kernel.shape;
  const [, outHeight, outWidth] = y.shape;
  const pixels = outHeight * outWidth;
  return tf.tidy(() => {
    const turned = tensorOnHeap<tf.Tensor2D>([outs, pixels], (values) => {
      transpose(valuesOnHeap(y), [0, pixels, outs], values, 0, pixels);
    });
    const added = tf.matMul(tf.reshape(kernel, [rows * columns * ins, outs]), turned);
    return tensorOnHeap([1, height, width, ins], (values) => {
      values.fill(0);
      for (let tap = 0; tap < rows * columns; tap++) {
        const [down, across] = [Math.floor(tap / columns) - pad, (tap % columns) - pad];
        const ofTap = valuesOnHeap(added).subarray(tap * ins * pixels, (tap + 1) * ins * pixels);
        for (let p = 0; p < pixels; p++) {
          const row = Math.floor(p / outWidth) * stride + down;
          const column = (p % outWidth) * stride + across;
          const isInside = row >= 0 && row < height && column >= 0 && column < width;
          if (isInside) addColumn(ofTap, p, pixels, values, (row * width + column) * ins, ins);
        }
      }
    });
  });
}

/** Adds a column of a matrix [count, width] to `count` values from `to` on. */
function addColumn(
  matrix: Float32Array,
  column: number,
  width: number,
  values: Float32Array,
  to: number,
  count: number,
): void {
  for (let i = to, from = column; i < to + count; i++, from += width) {
    values[i] = (values[i] as number) + (matrix[from] as number); // in range by the shapes
  }
}
