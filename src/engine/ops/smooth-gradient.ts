import * as tf from '@tensorflow/tfjs-core';

/**
 * The mean of three Gaussian blurs with half, once and twice sigma: coarse shapes grow beside fine ones.
 *
 * @param g [1, height, width, 3]
 * @param sigma in pixels, above 0.
 */
export function gaussianCascade(g: tf.Tensor4D, sigma: number): tf.Tensor4D {
  return tf.tidy(() => tf.div(tf.addN([sigma / 2, sigma, 2 * sigma].map((one) => blurred(g, one))), 3));
}

/**
 * Splits a gradient into the bands of a Laplacian pyramid (Burt and Adelson 1983), brings each to the same strength and
 * joins them again, as Mordvintsev's notebook for TensorFlow does.
 *
 * @param g [1, height, width, 3]
 * @param levels how many bands, the coarsest with all that is below it; fewer where the picture is too small.
 * @param normalised divides a band by its strength.
 */
export function laplacianBands(
  g: tf.Tensor4D,
  levels: number,
  normalised: (band: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [, height, width] = g.shape;
    if (levels === 1 || Math.min(height, width) < 4) return normalised(g);
    const low = tf.avgPool(along(along(g, binomial, 1), binomial, 2), 2, 2, 'same');
    const enlarged = (x: tf.Tensor4D) => tf.image.resizeBilinear(x, [height, width], false, true);
    const band = tf.sub(g, enlarged(low));
    return tf.add(normalised(band as tf.Tensor4D), enlarged(laplacianBands(low, levels - 1, normalised)));
  });
}

const binomial = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

function blurred(x: tf.Tensor4D, sigma: number): tf.Tensor4D {
  const reach = Math.ceil(3 * sigma);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
  const sum = bell.reduce((total, height) => total + height, 0);
  const weights = bell.map((height) => height / sum);
  return along(along(x, weights, 1), weights, 2);
}

/** A filter along the rows' or the columns' axis, each channel for itself; zeros outside. */
function along(x: tf.Tensor4D, weights: readonly number[], axis: 1 | 2): tf.Tensor4D {
  const channels = x.shape[3];
  const side = weights.length;
  const shape: [number, number, number, number] = [axis === 1 ? side : 1, axis === 2 ? side : 1, channels, 1];
  const filter = tf.tensor4d(
    weights.flatMap((weight) => Array<number>(channels).fill(weight)),
    shape,
  );
  return tf.depthwiseConv2d(x, filter, 1, 'same');
}
