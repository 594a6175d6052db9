import { mean } from './mean.ts';

/** A picture's features: `d` numbers, 1280 for the global mean of InceptionV3's `mixed8`. */
export type Features = Float32Array;

/** The kernel of Bińkowski et al.: (a·b / d + 1)³. */
function kernel(a: Features, b: Features): number {
  let product = 0;
  for (const [i, value] of a.entries()) product += value * (b[i] ?? 0);
  return (product / a.length + 1) ** 3;
}

/** Mean of the kernel over all pairs of two different pictures of one set. */
const among = (set: readonly Features[]): number =>
  mean(set.flatMap((a, i) => set.slice(i + 1).map((b) => kernel(a, b))));

/**
 * Kernel Inception Distance (Bińkowski et al. 2018, arXiv 1801.01401, equation 4): the unbiased estimate of the squared
 * maximum mean discrepancy of two sets of features. It is near 0 for sets of one kind, below it too, since it is unbiased.
 *
 * @param painted and `real`: two pictures or more each.
 * @throws RangeError where a set has fewer.
 */
export function kid(painted: readonly Features[], real: readonly Features[]): number {
  if (Math.min(painted.length, real.length) < 2) {
    throw new RangeError(`KID needs two pictures or more in a set, not ${painted.length} and ${real.length}`);
  }
  const across = mean(painted.flatMap((a) => real.map((b) => kernel(a, b))));
  return among(painted) + among(real) - 2 * across;
}
