import * as tf from '@tensorflow/tfjs-core';
import type { Tape, Value } from '../nets/tape.ts';

/** A loss in a computation. */
export type Loss = Value<tf.Scalar>;

/**
 * What the two nets play for: cross-entropy of the logits (Isola et al. 2017; the generator maximises log D, which the
 * papers train in place of the log(1 - D) that they write and that goes flat), or least squares (Zhu et al. 2017).
 */
export type Game = 'cross-entropy' | 'least-squares';

/** How far a discriminator's answers are from `real`, on average over its patches. */
export function adversarial(tape: Tape, game: Game, logits: Value, real: boolean): Loss {
  return game === 'cross-entropy' ? crossEntropy(tape, logits, real) : leastSquares(tape, logits, real);
}

/** log(1 + exp(-x)) for real, log(1 + exp(x)) for made: never an exponential of a large number. */
function crossEntropy(tape: Tape, logits: Value, real: boolean): Loss {
  const x = logits.tensor;
  const loss = tf.tidy(() => {
    const wrong = tf.relu(real ? tf.neg(x) : x);
    return tf.mean<tf.Scalar>(tf.add(wrong, tf.log(tf.add(tf.exp(tf.neg(tf.abs(x))), 1))));
  });
  return tape.put([logits], loss, (dy) => [tf.mul(tf.div(dy, x.size), tf.sub(tf.sigmoid(x), real ? 1 : 0))]);
}

function leastSquares(tape: Tape, logits: Value, real: boolean): Loss {
  const x = logits.tensor;
  const loss = tf.tidy(() => tf.mean<tf.Scalar>(tf.square(tf.sub(x, real ? 1 : 0))));
  return tape.put([logits], loss, (dy) => [tf.mul(tf.mul(dy, 2 / x.size), tf.sub(x, real ? 1 : 0))]);
}

/** The mean absolute difference to a target; -1..1 in, so 0..2. */
export function l1(tape: Tape, x: Value, target: tf.Tensor4D): Loss {
  const loss = tf.tidy(() => tf.mean<tf.Scalar>(tf.mean(tf.abs(tf.sub(x.tensor, target)), [1, 2])));
  return tape.put([x], loss, (dy) => [
    tf.mul(tf.div(dy, target.size), tf.sign(tf.sub(x.tensor, target))) as tf.Tensor4D,
  ]);
}
