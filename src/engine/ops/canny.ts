import type { Picture } from '../picture.ts';
import { gaussianBlur } from './gaussian.ts';
import { hysteresis } from './hysteresis.ts';
import { type Aperture, gradientRow, type Norm, sobel } from './sobel.ts';
import { thin } from './thin.ts';

export interface CannySettings {
  /** Standard deviation of the Gaussian blur before the gradient, in pixels; 0 leaves it out. */
  readonly sigma: number;
  readonly aperture: Aperture;
  readonly norm: Norm;
  /** Hysteresis thresholds as `cv2.Canny` takes them; swapped if low is above high. */
  readonly low: number;
  readonly high: number;
}

/**
 * The thresholds on the scale of the integer magnitudes: OpenCV divides them by 16 at aperture 7, squares them for L2
 * and cuts off the fraction last.
 */
export function integerThresholds({ low, high, aperture, norm }: CannySettings): {
  low: number;
  high: number;
} {
  const scale = aperture === 7 ? 1 / 16 : 1;
  const whole = (threshold: number) => {
    if (norm === 'L1') return Math.floor(threshold);
    const cut = Math.min(32767, threshold);
    return Math.floor(cut > 0 ? cut * cut : cut);
  };
  return { low: whole(Math.min(low, high) * scale), high: whole(Math.max(low, high) * scale) };
}

/**
 * What is left of some rows of a picture when all but the ridges of its gradient are taken away.
 *
 * @param smooth blurred already; 1 or 3 channels.
 * @param from and `to`: the rows, `to` exclusive. Those beside them count where the picture has them.
 * @returns GROUND, WEAK or STRONG: (to - from + 2) rows of width + 2, with a ring of GROUND around them.
 */
export function ridges(
  smooth: Picture,
  from: number,
  to: number,
  settings: CannySettings,
): Uint8Array<ArrayBuffer> {
  const { width, height } = smooth;
  const { aperture, norm } = settings;
  const { low, high } = integerThresholds(settings);
  const stride = width + 2;
  const marks = new Uint8Array(stride * (to - from + 2));
  const outside = new Int32Array(stride);

  let above = gradientRow(width);
  let here = gradientRow(width);
  let below = gradientRow(width);
  if (from > 0) sobel(smooth, from - 1, aperture, norm, above);
  sobel(smooth, from, aperture, norm, here);
  for (let y = from; y < to; y++) {
    const isLast = y === height - 1;
    if (!isLast) sobel(smooth, y + 1, aperture, norm, below);
    const sizeAbove = y > 0 ? above.size : outside;
    const sizeBelow = isLast ? outside : below.size;
    thin(here, sizeAbove, sizeBelow, low, high, marks, (y - from + 1) * stride + 1);
    [above, here, below] = [here, below, above];
  }
  return marks;
}

/**
 * Edges one pixel wide (Canny 1986, doi:10.1109/TPAMI.1986.4767851), bit for bit those of `cv2.Canny` in OpenCV 4.6,
 * after `cv2.GaussianBlur` where sigma is above 0.
 *
 * @param picture 1 channel; or 3: then each pixel takes the channel of largest magnitude.
 * @returns 1 channel: 255 on an edge, 0 elsewhere.
 */
export function canny(picture: Picture, settings: CannySettings): Picture {
  const { width, height } = picture;
  const marks = ridges(gaussianBlur(picture, settings.sigma), 0, height, settings);
  return { width, height, channels: 1, data: hysteresis(marks, width, height) };
}
