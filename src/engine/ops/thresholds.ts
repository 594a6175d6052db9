import type { Picture } from '../picture.ts';
import type { CannySettings } from './canny.ts';
import { gaussianBlur } from './gaussian.ts';
import { gradientRow, sobel } from './sobel.ts';

/** Share of the pixels whose gradient is at most the high threshold. */
const HIGH_SHARE = 0.9;
/** The low threshold as a share of the high one. */
const LOW_OF_HIGH = 0.4;

/**
 * Thresholds from the picture itself: high at the 90th percentile of the gradient's magnitude, low at 0.4 of it. Unlike
 * rules about grey levels, this holds for fluorescence, whose median grey is near 0.
 *
 * @param picture 1 channel; or 3: then each pixel's largest gradient counts.
 * @returns whole numbers on the scale of `cv2.Canny`'s thresholds for this aperture and norm.
 */
export function automaticThresholds(
  picture: Picture,
  { sigma, aperture, norm }: Pick<CannySettings, 'sigma' | 'aperture' | 'norm'>,
): { low: number; high: number } {
  const sizes = noGradients();
  countGradients(gaussianBlur(picture, sigma), 0, picture.height, { aperture, norm }, sizes);
  return thresholdsOf(sizes, aperture);
}

/** How many pixels have a gradient of each size. */
export const noGradients = () => new Uint32Array(32768); // the longest gradient is 17850, at aperture 5 in L1

/** Counts the gradients of some rows, `to` exclusive. @param smooth blurred already. */
export function countGradients(
  smooth: Picture,
  from: number,
  to: number,
  { aperture, norm }: Pick<CannySettings, 'aperture' | 'norm'>,
  histogram: Uint32Array,
): void {
  const { width } = smooth;
  const row = gradientRow(width);
  for (let y = from; y < to; y++) {
    sobel(smooth, y, aperture, norm, row);
    for (let x = 1; x <= width; x++) {
      const size = row.size[x]!; // x runs over the picture
      histogram[norm === 'L1' ? size : Math.floor(Math.sqrt(size))]!++;
    }
  }
}

/** The thresholds that follow from counted gradients. */
export function thresholdsOf(
  histogram: Uint32Array,
  aperture: CannySettings['aperture'],
): { low: number; high: number } {
  const wanted = HIGH_SHARE * histogram.reduce((sum, count) => sum + count, 0);
  let high = 0;
  for (let seen = histogram[0]!; seen < wanted; seen += histogram[high]!) high++; // ends at the last pixel
  const scale = aperture === 7 ? 16 : 1;
  return { low: Math.round(LOW_OF_HIGH * high * scale), high: high * scale };
}
