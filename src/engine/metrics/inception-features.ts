import * as tf from '@tensorflow/tfjs-core';
import { activations, type UnitWeights } from '../nets/inception-v3.ts';
import { toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';
import type { Features } from './kid.ts';

/**
 * The global mean of InceptionV3's `mixed8`, which KID compares: 1280 numbers. (Binkowski et al. take the pool after
 * `mixed10`; the networks here end at `mixed8`, so figures compare with one another and not with those of papers.)
 * The picture keeps its size, but for sides that are too short for the network. Yields after each block.
 *
 * @param picture RGB.
 */
export async function* inceptionFeatures(
  weights: UnitWeights,
  { data, width, height }: Picture,
): AsyncGenerator<{ done: number; of: number }, Features> {
  const input = tf.tensor4d(Float32Array.from(data, toNetRange), [1, height, width, 3]);
  try {
    const mixed8 = (yield* activations(weights, input, new Set(['mixed8'] as const))).get(
      'mixed8',
    ) as tf.Tensor; // asked for
    const mean = tf.mean(mixed8, [1, 2]);
    mixed8.dispose();
    const features = await mean.data<'float32'>();
    mean.dispose();
    return features;
  } finally {
    input.dispose();
  }
}
