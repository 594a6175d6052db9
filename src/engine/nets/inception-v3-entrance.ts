import * as tf from '@tensorflow/tfjs-core';
import { LEAST_SIDE } from './inception-v3-blocks.ts';

/**
 * The door of the network: a picture with sides that it takes. A shorter side is enlarged to the least one, by linear
 * interpolation between the pixels' centres; the other keeps its length.
 *
 * @param picture [1, height, width, 3]
 * @returns a tensor of its own, which the caller disposes.
 */
export function entering(picture: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = picture.shape;
  return tf.tidy(() => {
    const tall = onRows(enlargement(height), picture);
    return tf.clone(onColumns(enlargement(width), tall));
  });
}

/**
 * The way back through the door: the gradient with respect to a picture, from that with respect to what entered.
 *
 * @param gradient of the shape of what entered; disposed.
 * @param height and `width`: of the picture.
 */
export function leaving(gradient: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  const back = tf.tidy(() => {
    const narrow = onColumns(turned(enlargement(width)), gradient);
    return tf.clone(onRows(turned(enlargement(height)), narrow));
  });
  gradient.dispose();
  return back;
}

/** What makes `side` values LEAST_SIDE of them, as a matrix of that shape; null where there are as many. */
function enlargement(side: number): tf.Tensor2D | null {
  if (side >= LEAST_SIDE) return null;
  const values = new Float32Array(LEAST_SIDE * side);
  for (let i = 0; i < LEAST_SIDE; i++) {
    const at = Math.min(side - 1, Math.max(0, ((i + 0.5) * side) / LEAST_SIDE - 0.5));
    const before = Math.floor(at);
    values[i * side + before] = 1 - (at - before);
    if (at > before) values[i * side + before + 1] = at - before;
  }
  return tf.tensor2d(values, [LEAST_SIDE, side]);
}

const turned = (matrix: tf.Tensor2D | null) => matrix && tf.transpose(matrix);

/** A matrix, [to, from], on a picture of `from` rows. */
function onRows(matrix: tf.Tensor2D | null, x: tf.Tensor4D): tf.Tensor4D {
  if (!matrix) return x;
  const [, height, width, channels] = x.shape;
  const flat = tf.reshape(x, [height, width * channels]);
  return tf.reshape(tf.matMul(matrix, flat), [1, matrix.shape[0], width, channels]);
}

function onColumns(matrix: tf.Tensor2D | null, x: tf.Tensor4D): tf.Tensor4D {
  if (!matrix) return x;
  return tf.transpose(onRows(matrix, tf.transpose(x, [0, 2, 1, 3])), [0, 2, 1, 3]);
}
