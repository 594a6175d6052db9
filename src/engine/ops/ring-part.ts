import * as tf from '@tensorflow/tfjs-core';

/**
 * A part of a picture that goes on in a ring: what follows its last row or column is its first.
 *
 * @param x [1, height, width, channels]
 * @param axis 1 for rows, 2 for columns.
 * @param start of either sign and any size.
 * @param length rows or columns, 1 or more; beyond the picture's own side they repeat.
 */
export function ringPart(x: tf.Tensor4D, axis: 1 | 2, start: number, length: number): tf.Tensor4D {
  const side = x.shape[axis];
  const parts: tf.Tensor4D[] = [];
  for (let at = 0; at < length; ) {
    const from = (((start + at) % side) + side) % side;
    const count = Math.min(side - from, length - at);
    parts.push(part(x, axis, from, count));
    at += count;
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = tf.concat(parts, axis);
  tf.dispose(parts);
  return whole;
}

/** `length` rows or columns from `start` on, within the picture. */
export function part(x: tf.Tensor4D, axis: 1 | 2, start: number, length: number): tf.Tensor4D {
  const begin: [number, number, number, number] = [0, 0, 0, 0];
  const size: [number, number, number, number] = [-1, -1, -1, -1]; // to the end
  begin[axis] = start;
  size[axis] = length;
  return tf.slice(x, begin, size);
}
