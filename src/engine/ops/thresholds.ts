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
  const { width, height } = picture;
  const smooth = gaussianBlur(picture, sigma);
  const row = gradientRow(width);
  const histogram = new Uint32Array(32768); // the longest gradient is 17850, at aperture 5 in L1
  for (let y = 0; y < height; y++) {
    sobel(smooth, y, aperture, norm, row);
    for (let x = 1; x <= width; x++) {
      const size = row.size[x]!; // x runs over the picture
      histogram[norm === 'L1' ? size : Math.floor(Math.sqrt(size))]!++;
    }
  }
  const wanted = HIGH_SHARE * width * height;
  let high = 0;
  for (let seen = histogram[0]!; seen < wanted; seen += histogram[high]!) high++; // ends at the last pixel
  const scale = aperture === 7 ? 16 : 1;
  return { low: Math.round(LOW_OF_HIGH * high * scale), high: high * scale };
}
