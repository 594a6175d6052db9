import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradient of the 3x3 average pool of stride 1, `same`, that divides by the number of real pixels in its window. tfjs'
 * own divides by 9 throughout, which is wrong along the border.
 *
 * The pool is D S, with S the sum over the window and D the division by the count; its gradient is S D, which is
 * D^-1 (D S) D: the pool itself between a division and a multiplication.
 *
 * @param dy [1, height, width, channels], as the result.
 */
export function averagePoolGradient(dy: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const [, height, width] = dy.shape;
    const count = tf.tensor4d(counts(height, width), [1, height, width, 1]);
    return tf.mul(tf.avgPool(tf.div(dy, count), 3, 1, 'same'), count);
  });
}

/** How many real pixels the window about each pixel holds: 9 inside, 6 at an edge, 4 in a corner. */
function counts(height: number, width: number): Float32Array {
  const along = (at: number, side: number) => Math.min(at + 1, side - 1) - Math.max(at - 1, 0) + 1;
  return Float32Array.from({ length: height * width }, (_, i) => {
    return along(Math.floor(i / width), height) * along(i % width, width);
  });
}
