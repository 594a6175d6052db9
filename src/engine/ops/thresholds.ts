import type { Picture } from '../picture.ts';
import type { CannySettings } from './canny.ts';
import { gaussianBlur } from './gaussian.ts';
import { magnitude, strongestGradient } from './sobel.ts';

/** Share of the pixels whose gradient is at most the high threshold. */
const HIGH_SHARE = 0.9;
/** The low threshold as a share of the high one. */
const LOW_OF_HIGH = 0.4;

/**
 * Thresholds from the picture itself: high at the 90th percentile of the gradient's magnitude, low at 0.4 of it. Unlike
 * rules about grey levels, this holds for fluorescence, whose median grey is near 0.
 *
 * @param picture 1 channel.
 * @returns whole numbers on the scale of `cv2.Canny`'s thresholds for this aperture and norm.
 */
export function automaticThresholds(
  picture: Picture,
  { sigma, aperture, norm }: Pick<CannySettings, 'sigma' | 'aperture' | 'norm'>,
): { low: number; high: number } {
  const sizes = magnitude(strongestGradient(gaussianBlur(picture, sigma), aperture, norm), norm);
  const length = norm === 'L1' ? (size: number) => size : (size: number) => Math.floor(Math.sqrt(size));
  const histogram = new Uint32Array(32768); // the longest gradient is 24480, at aperture 5 in L1
  for (const size of sizes) histogram[length(size)]!++; // within the histogram, as said above
  const wanted = HIGH_SHARE * sizes.length;
  let high = 0;
  for (let seen = histogram[0]!; seen < wanted; seen += histogram[high]!) high++; // ends at the last pixel
  const scale = aperture === 7 ? 16 : 1;
  return { low: Math.round(LOW_OF_HIGH * high * scale), high: high * scale };
}
