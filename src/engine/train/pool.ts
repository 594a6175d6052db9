import * as tf from '@tensorflow/tfjs-core';

/**
 * A past picture in place of the newest, half of the time, so that a discriminator does not forget (Shrivastava et al.
 * 2017, as CycleGAN uses it): the pool fills up with the first pictures; then every second one, by chance, takes the
 * place of one in it, which is shown in its stead.
 *
 * @param pool changes; it owns its tensors.
 * @param newest stays the caller's.
 * @param size the most pictures that the pool holds; 0 for none.
 * @returns a tensor that the caller disposes.
 */
export function fromPool(
  pool: tf.Tensor4D[],
  newest: tf.Tensor4D,
  size: number,
  random: () => number,
): tf.Tensor4D {
  if (pool.length < size) {
    pool.push(tf.clone(newest));
    return tf.clone(newest);
  }
  if (size === 0 || random() < 0.5) return tf.clone(newest);
  const place = Math.floor(random() * size);
  const past = pool[place] as tf.Tensor4D; // the pool is full
  pool[place] = tf.clone(newest);
  return past;
}
