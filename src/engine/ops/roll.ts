import * as tf from '@tensorflow/tfjs-core';

/**
 * A picture rolled on itself: what leaves on one side comes in on the other.
 *
 * @param x [1, height, width, channels]
 * @param down and `right`: whole pixels, of either sign and any size.
 */
export function roll(x: tf.Tensor4D, down: number, right: number): tf.Tensor4D {
  return tf.tidy(() => rolledAlong(rolledAlong(x, 1, down), 2, right));
}

function rolledAlong(x: tf.Tensor4D, axis: 1 | 2, by: number): tf.Tensor4D {
  const side = x.shape[axis];
  const head = ((by % side) + side) % side;
  if (head === 0) return x.clone();
  const [first, second] = tf.split(x, [side - head, head], axis) as [tf.Tensor4D, tf.Tensor4D]; // two sizes asked for
  return tf.concat([second, first], axis);
}

/** The first `length` rows or columns of a picture that is repeated as often as that takes. */
export function repeated(x: tf.Tensor4D, axis: 1 | 2, length: number): tf.Tensor4D {
  return tf.tidy(() => {
    const copies = Array<tf.Tensor4D>(Math.ceil(length / x.shape[axis])).fill(x);
    const long = copies.length === 1 ? x : tf.concat(copies, axis);
    const size = [...x.shape] as [number, number, number, number]; // as many sides
    size[axis] = length;
    return tf.slice(long, [0, 0, 0, 0], size);
  });
}
