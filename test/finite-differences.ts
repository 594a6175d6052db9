import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of sum(weights * f(x)) by central differences, one value of `x` at a time.
 *
 * @param h half the width: any for a linear `f`; else small enough that no maximum changes its place.
 */
export function finiteDifferences(
  f: (x: tf.Tensor4D) => tf.Tensor4D,
  x: tf.Tensor4D,
  weights: tf.Tensor4D,
  h: number,
): Float32Array {
  const start = x.dataSync<'float32'>();
  const w = weights.dataSync<'float32'>();
  const at = (i: number, by: number) => {
    const moved = Float32Array.from(start);
    moved[i] = (moved[i] as number) + by; // i is in range
    const y = tf.tidy(() => f(tf.tensor4d(moved, x.shape)).dataSync<'float32'>());
    return y.reduce((sum, value, k) => sum + value * (w[k] as number), 0); // as many as outputs
  };
  return start.map((_, i) => (at(i, h) - at(i, -h)) / (2 * h));
}

/** Values between -1 and 1, all different, in an order that looks like chance. */
export function scattered(shape: [number, number, number, number]): tf.Tensor4D {
  const size = tf.util.sizeFromShape(shape);
  const order = Array.from(
    { length: size },
    (_, i) => [(Math.sin(12.9898 * i + 1) * 43758.5453) % 1, i] as const,
  );
  const values = new Float32Array(size);
  for (const [rank, [, i]] of order.sort(([a], [b]) => a - b).entries())
    values[i] = (2 * rank + 1) / size - 1;
  return tf.tensor4d(values, shape);
}
