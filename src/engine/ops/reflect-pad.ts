import * as tf from '@tensorflow/tfjs-core';
import { tensorOnHeap, valuesOnHeap } from './wasm-heap.ts';

/**
 * A picture with its mirror image around it, `pad` rows and columns on every side; the edge itself is not repeated.
 *
 * @param x [1, height, width, channels], both sides greater than `pad`.
 */
export function reflectPad(x: tf.Tensor4D, pad: number): tf.Tensor4D {
  const sides: [number, number][] = [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
  return tf.mirrorPad(x, sides, 'reflect');
}

/**
 * The gradient of `reflectPad`: what arrived at a mirrored pixel is added to the one it mirrors.
 *
 * @param dy [1, height + 2 pad, width + 2 pad, channels].
 */
export function reflectPadGradient(dy: tf.Tensor4D, pad: number): tf.Tensor4D {
  if (tf.getBackend() === 'wasm') return foldedOnWasm(dy, pad);
  return tf.tidy(() => foldedAlong(foldedAlong(dy, 1, pad), 2, pad));
}

/** Both margins of one axis (1 for rows, 2 for columns) turned over onto what they mirror. */
function foldedAlong(dy: tf.Tensor4D, axis: 1 | 2, pad: number): tf.Tensor4D {
  const side = dy.shape[axis] - 2 * pad;
  const part = (begin: number, size: number) => {
    const begins = [0, 0, 0, 0];
    const sizes = [-1, -1, -1, -1];
    begins[axis] = begin;
    sizes[axis] = size;
    return tf.slice(dy, begins, sizes);
  };
  const between = (before: number, after: number): [number, number][] =>
    [0, 1, 2, 3].map((a) => (a === axis ? [before, after] : [0, 0]));
  const first = tf.pad(tf.reverse(part(0, pad), axis), between(1, side - pad - 1));
  const last = tf.pad(tf.reverse(part(side + pad, pad), axis), between(side - pad - 1, 1));
  return tf.addN([part(pad, side), first, last]);
}

function foldedOnWasm(dy: tf.Tensor4D, pad: number): tf.Tensor4D {
  const [, paddedHeight, paddedWidth, channels] = dy.shape;
  const [height, width] = [paddedHeight - 2 * pad, paddedWidth - 2 * pad];
  const mirrored = (i: number, side: number) => {
    const inside = Math.abs(i - pad);
    return inside < side ? inside : 2 * (side - 1) - inside;
  };
  return tensorOnHeap([1, height, width, channels], (values) => {
    const source = valuesOnHeap(dy);
    values.fill(0);
    let from = 0;
    for (let y = 0; y < paddedHeight; y++) {
      const row = mirrored(y, height) * width;
      for (let x = 0; x < paddedWidth; x++) {
        const pixel = (row + mirrored(x, width)) * channels;
        for (let c = 0; c < channels; c++, from++) {
          values[pixel + c] = (values[pixel + c] as number) + (source[from] as number); // in range by the loops
        }
      }
    }
  });
}
