/** Two ways of measuring the same things, one against the other (Bland and Altman 1986, doi:10.1016/S0140-6736(86)90837-8). */
export interface BlandAltman {
  /** For each thing the mean of both measures, and the second minus the first in per cent of that mean. */
  readonly points: readonly { readonly mean: number; readonly difference: number }[];
  /** Mean difference in per cent; 0 without a point. */
  readonly bias: number;
  /** 1.96 standard deviations below and above the bias; both the bias itself where there are fewer than two points. */
  readonly limits: readonly [low: number, high: number];
}

/** @param pairs both measures of each thing, above 0. */
export function blandAltman(pairs: readonly (readonly [first: number, second: number])[]): BlandAltman {
  const points = pairs.map(([first, second]) => {
    const mean = (first + second) / 2;
    return { mean, difference: (100 * (second - first)) / mean };
  });
  const count = points.length;
  const bias = count === 0 ? 0 : points.reduce((sum, { difference }) => sum + difference, 0) / count;
  const squares = points.reduce((sum, { difference }) => sum + (difference - bias) ** 2, 0);
  const reach = count < 2 ? 0 : 1.96 * Math.sqrt(squares / (count - 1));
  return { points, bias, limits: [bias - reach, bias + reach] };
}
