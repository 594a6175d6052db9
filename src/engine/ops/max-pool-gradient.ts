import * as tf from '@tensorflow/tfjs-core';
import { tensorOnHeap, valuesOnHeap } from './wasm-heap.ts';

/**
 * Gradient of a max pool of stride 2, `valid`, for inputs that are 0 and up, as after a ReLU: a window that is 0
 * throughout passes nothing on, since the ReLU would stop it.
 *
 * Where the maximum stands more than once in its window, the first one gets all on WASM and on the CPU, and the last
 * one on WebGPU.
 *
 * @param dy gradient with respect to the output.
 * @param x the pool's input, [1, height, width, channels].
 * @param y the pool's output.
 * @param side of the pool's window, in pixels.
 */
export function maxPoolGradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, side: 2 | 3): tf.Tensor4D {
  if (tf.getBackend() === 'wasm') return onWasm(dy, x, y, side);
  const attributes = { filterSize: side, strides: 2, pad: 'valid' };
  return tf.engine().runKernel('MaxPoolGrad', { dy, input: x, output: y }, attributes);
}

/** A seventh of the time of tfjs' kernel, which compares all places with the maximum it first looks for. */
function onWasm(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, side: number): tf.Tensor4D {
  const [, , width, channels] = x.shape;
  const [, rows, columns] = y.shape;
  return tensorOnHeap(x.shape, (result) => {
    const slopes = valuesOnHeap(dy);
    const inputs = valuesOnHeap(x);
    const maxima = valuesOnHeap(y);
    const taps = Array.from(
      { length: side * side },
      (_, tap) => (Math.floor(tap / side) * width + (tap % side)) * channels,
    );
    const last = taps.length - 1;
    result.fill(0);
    for (let row = 0, i = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = (2 * row * width + 2 * column) * channels;
        for (let c = 0; c < channels; c++, i++) {
          const maximum = maxima[i] as number; // all are in range by the loops
          if (maximum === 0) continue;
          let tap = 0;
          while (tap < last && inputs[corner + c + (taps[tap] as number)] !== maximum) tap++;
          const at = corner + c + (taps[tap] as number);
          result[at] = (result[at] as number) + (slopes[i] as number);
        }
      }
    }
  });
}
