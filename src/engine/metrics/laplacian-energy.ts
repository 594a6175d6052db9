import type { Picture } from '../picture.ts';

/**
 * Mean square of the Laplacian (4 x the pixel less its four neighbours), over the pixels that have all four: high where a
 * picture is crisp, low where it is blurred.
 *
 * @param grey 1 channel, 3 pixels or more on either side.
 */
export function laplacianEnergy({ data, width, height }: Picture): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      // all five lie inside
      sum += (4 * data[i]! - data[i - 1]! - data[i + 1]! - data[i - width]! - data[i + width]!) ** 2;
    }
  }
  return sum / ((width - 2) * (height - 2));
}
