import * as tf from '@tensorflow/tfjs-core';

/** Keeps the gradient finite where a picture is flat; a hundredth of a byte's step in -1..1. */
const FLAT = 1e-8;

/**
 * The gradient of a picture's total variation, the sum over pixels and channels of sqrt(right² + down² + 1e-8), where right
 * and down are the differences to the neighbours (Rudin, Osher, Fatemi 1992); along the last column and row they are 0.
 *
 * @param x [1, height, width, channels]
 * @returns of the same shape, -4..4: against it the picture grows smoother.
 */
export function totalVariationGradient(x: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const right = differences(x, 2);
    const down = differences(x, 1);
    const length = tf.sqrt(tf.addN([tf.square(right), tf.square(down), tf.fill(x.shape, FLAT)]));
    const across = tf.div<tf.Tensor4D>(right, length);
    const along = tf.div<tf.Tensor4D>(down, length);
    return tf.sub(tf.add(before(across, 2), before(along, 1)), tf.add(across, along));
  });
}

/** The next value along an axis minus this one; 0 for the last. */
function differences(x: tf.Tensor4D, axis: 1 | 2): tf.Tensor4D {
  const side = x.shape[axis];
  const [, rest] = tf.split(x, [1, side - 1], axis) as [tf.Tensor4D, tf.Tensor4D]; // two sizes asked for
  const [, last] = tf.split(x, [side - 1, 1], axis) as [tf.Tensor4D, tf.Tensor4D]; // likewise
  return tf.sub(tf.concat([rest, last], axis), x);
}

/** The value before along an axis; 0 before the first. */
function before(x: tf.Tensor4D, axis: 1 | 2): tf.Tensor4D {
  const side = x.shape[axis];
  const [rest, last] = tf.split(x, [side - 1, 1], axis) as [tf.Tensor4D, tf.Tensor4D]; // two sizes asked for
  return tf.concat([tf.zerosLike(last), rest], axis);
}
