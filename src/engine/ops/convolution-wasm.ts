import * as tf from '@tensorflow/tfjs-core';
import { exchangedTaps } from './exchanged-taps.ts';
import { transpose } from './transpose.ts';
import type { Size, Walk } from './walk.ts';
import { tensorOnHeap, valuesOnHeap } from './wasm-heap.ts';

/** What the pixels of one parity of rows and columns are convolved with on the way back. */
export interface TurnedKernel {
  /** The taps that meet such pixels, in reverse, with in and out exchanged: [rows, columns, b, a]. */
  readonly turned: tf.Tensor4D;
  /** Rows and columns of zeros before the first. */
  readonly top: number;
  readonly left: number;
}

/**
 * The kernels of the way back, by row parity, then column parity; one alone where the stride is 1.
 *
 * Row `stride * i + parity` of the picture met tap `k` in the output's row `i + (parity + pad - k) / stride`, where that
 * is whole: every second tap, from the first that fits.
 */
export function turnedKernels(kernel: tf.Tensor4D, { stride, pad }: Walk): TurnedKernel[] {
  const [rows, columns] = kernel.shape;
  const taps = (side: number, parity: number) => {
    const first = (parity + pad) % stride;
    const all = Array.from({ length: Math.ceil((side - first) / stride) }, (_, t) => first + t * stride);
    return { taps: all.toReversed(), before: all.length - 1 - (parity + pad - first) / stride };
  };
  const parities = stride === 1 ? [0] : [0, 1];
  return parities.flatMap((p) =>
    parities.map((q) => {
      const [down, across] = [taps(rows, p), taps(columns, q)];
      return { turned: exchangedTaps(kernel, down.taps, across.taps), top: down.before, left: across.before };
    }),
  );
}

/** Values of the patches that are laid out at once: 16 MiB. */
const PATCH_VALUES = 2 ** 22;

/**
 * As `kernelGradient`: every tap of every channel becomes a row of the pixels that it met, and one product of matrices
 * with the output's gradient gives the rest. Where the stride is 1 those pixels are taken as they lie, one run for a tap, with the
 * zeros beside the picture; the gradient there is 0.
 */
export function kernelGradientOnWasm(x: tf.Tensor4D, dy: tf.Tensor4D, walk: Walk, sides: Size): tf.Tensor4D {
  const [rows, columns] = sides;
  const ins = x.shape[3];
  const taps = rows * columns * ins;
  return tf.tidy(() => {
    const planes = paddedPlanes(x, walk.pad, columns - 1);
    const isRun = walk.stride === 1;
    const slopes: tf.Tensor4D = isRun
      ? tf.pad(dy, [
          [0, 0],
          [0, 0],
          [0, columns - 1],
          [0, 0],
        ])
      : dy;
    const [, outHeight, outWidth, outs] = slopes.shape;
    const step = Math.max(1, Math.floor(PATCH_VALUES / (taps * outWidth)));
    let sum: tf.Tensor | null = null;
    for (let top = 0; top < outHeight; top += step) {
      const height = Math.min(step, outHeight - top);
      const patches = tensorOnHeap([1, 1, taps, height * outWidth], (values) => {
        if (isRun) runs(planes, sides, [top, height], values);
        else layOut(planes, walk.stride, sides, [top, height, outWidth], values);
      });
      const part = tf.slice(slopes, [0, top, 0, 0], [1, height, outWidth, outs]);
      const product = tf.matMul(
        tf.reshape(patches, [taps, height * outWidth]),
        tf.reshape(part, [height * outWidth, outs]),
      );
      patches.dispose(); // not only at the end: they are large
      sum = sum ? tf.add(sum, product) : product;
    }
    return tf.reshape(sum as tf.Tensor, [rows, columns, ins, outs]); // there is a row
  });
}

/** A picture's channels one after the other, each with zeros around it. */
interface Planes {
  readonly values: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** @param beyond zeros after the last. */
function paddedPlanes(x: tf.Tensor4D, pad: number, beyond: number): Planes {
  const [, height, width, channels] = x.shape;
  const source = valuesOnHeap(x);
  const planes = { channels, height: height + 2 * pad, width: width + 2 * pad };
  const size = planes.height * planes.width;
  const values = new Float32Array(channels * size + beyond);
  for (let y = 0; y < height; y++) {
    const row = [y * width * channels, width, channels] as const;
    transpose(source, row, values, (y + pad) * planes.width + pad, size);
  }
  return { ...planes, values };
}

/** For each tap and channel the pixels from where the tap first is, row after row with their padding. */
function runs(
  { values: source, channels, height, width }: Planes,
  [rows, columns]: Size,
  [top, outHeight]: readonly [number, number],
  values: Float32Array,
): void {
  const length = outHeight * width;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let c = 0; c < channels; c++, to += length) {
        const from = (c * height + top + row) * width + column;
        values.set(source.subarray(from, from + length), to);
      }
    }
  }
}

function layOut(
  { values: source, channels, height, width }: Planes,
  stride: number,
  [rows, columns]: Size,
  [top, outHeight, outWidth]: readonly [number, number, number],
  values: Float32Array,
): void {
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let c = 0; c < channels; c++) {
        for (let y = 0; y < outHeight; y++) {
          let from = (c * height + (top + y) * stride + row) * width + column;
          for (let i = 0; i < outWidth; i++, from += stride) values[to++] = source[from] as number; // padded: in range
        }
      }
    }
  }
}
