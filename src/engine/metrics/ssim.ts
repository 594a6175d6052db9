import type { Picture } from '../picture.ts';

/** Taps on either side of the middle one: 11 in all. */
const REACH = 5;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

const weights = (() => {
  const heights = Array.from({ length: 2 * REACH + 1 }, (_, i) =>
    Math.exp(-((i - REACH) ** 2) / (2 * SIGMA ** 2)),
  );
  const total = heights.reduce((sum, height) => sum + height, 0);
  return Float64Array.from(heights, (height) => height / total);
})();

/** Local means under the Gaussian, only where its whole window lies inside: (height - 10) rows of width - 10. */
function localMeans(values: Float64Array, width: number, height: number): Float64Array {
  const columns = width - 2 * REACH;
  const rows = new Float64Array(columns * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < columns; x++, to++) {
      let sum = 0;
      // the window is inside by construction, here and below
      for (let k = 0, from = y * width + x; k < weights.length; k++, from++)
        sum += weights[k]! * values[from]!;
      rows[to] = sum;
    }
  }
  const means = new Float64Array(columns * (height - 2 * REACH));
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let k = 0, from = i; k < weights.length; k++, from += columns) sum += weights[k]! * rows[from]!;
    means[i] = sum;
  }
  return means;
}

/**
 * Structural similarity (Wang et al. 2004, doi:10.1109/TIP.2003.819861): Gaussian window of 11 taps and sigma 1.5, K1 0.01,
 * K2 0.03, range 255, biased covariance; the mean over the pixels whose window lies inside, and over the channels. As
 * scikit-image's `structural_similarity` with `gaussian_weights=True, sigma=1.5, use_sample_covariance=False`.
 *
 * @param picture and `target` of one form, 11 pixels or more on either side.
 * @returns -1 to 1; 1 where they are the same.
 * @throws RangeError where the pictures are smaller.
 */
export function ssim(picture: Picture, target: Picture): number {
  const { width, height, channels } = picture;
  if (Math.min(width, height) < weights.length) {
    throw new RangeError(`SSIM needs ${weights.length} pixels on either side, not ${width} x ${height}`);
  }
  let total = 0;
  for (let c = 0; c < channels; c++) {
    const plane = ({ data }: Picture) =>
      Float64Array.from({ length: width * height }, (_, i) => data[i * channels + c] ?? 0);
    const [x, y] = [plane(picture), plane(target)];
    const meansOf = (values: Float64Array) => localMeans(values, width, height);
    const [meanX, meanY] = [meansOf(x), meansOf(y)];
    const [meanXX, meanYY] = [meansOf(x.map((value) => value ** 2)), meansOf(y.map((value) => value ** 2))];
    const meanXY = meansOf(x.map((value, i) => value * y[i]!)); // of one length
    let sum = 0;
    for (let i = 0; i < meanX.length; i++) {
      const [mx, my] = [meanX[i]!, meanY[i]!]; // all five of one length
      const [varianceX, varianceY] = [meanXX[i]! - mx * mx, meanYY[i]! - my * my];
      const covariance = meanXY[i]! - mx * my;
      sum +=
        ((2 * mx * my + C1) * (2 * covariance + C2)) /
        ((mx * mx + my * my + C1) * (varianceX + varianceY + C2));
    }
    total += sum / meanX.length;
  }
  return total / channels;
}
