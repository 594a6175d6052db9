import type { Picture } from '../picture.ts';

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** The side that `cv2.GaussianBlur(image, (0, 0), sigma)` takes for 8-bit data: odd, about 6 sigma + 1 pixels. */
export const gaussianSide = (sigma: number): number => roundHalfEven(6 * sigma + 1) | 1;

/**
 * Integer weights that sum to 256, as OpenCV's 8-bit Gaussian takes them: rounded half to even from the outside in with
 * the error carried along; the middle takes the rest.
 *
 * @param side odd number of taps.
 * @param sigma standard deviation in pixels, above 0.
 */
export function gaussianWeights(sigma: number, side = gaussianSide(sigma)): Int32Array {
  const half = side >> 1;
  const bell = Array.from({ length: half }, (_, i) =>
    Math.exp((-0.125 / (sigma * sigma)) * (1 - side + 2 * i) ** 2),
  );
  const scale = 256 / (2 * bell.reduce((sum, value) => sum + value, 0) + 1);
  const weights = new Int32Array(side);
  let error = 0;
  let outer = 0;
  for (const [i, height] of bell.entries()) {
    const exact = height * scale + error;
    const weight = roundHalfEven(exact);
    error = exact - weight;
    weights[i] = weight;
    weights[side - 1 - i] = weight;
    outer += weight;
  }
  weights[half] = 256 - 2 * outer;
  return weights;
}

/** Index of the pixel that stands for `i` outside 0..n-1: mirrored without repeating the edge pixel (BORDER_REFLECT_101). */
function reflect101(i: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const inPeriod = ((i % period) + period) % period;
  return inPeriod < n ? inPeriod : period - inPeriod;
}

/**
 * A Gaussian blur, bit for bit that of OpenCV 4.6's `cv2.GaussianBlur` on 8-bit grey: rows, then columns, both in
 * integers with no rounding in between, one rounding half up at the end.
 *
 * @param picture 1 channel.
 * @param sigma standard deviation in pixels; 0 returns the picture as it is.
 * @param side odd number of taps, where it is not the one that follows from sigma.
 */
export function gaussianBlur(picture: Picture, sigma: number, side = gaussianSide(sigma)): Picture {
  if (sigma === 0) return picture;
  const { width, height, data } = picture;
  const weights = gaussianWeights(sigma, side);
  const half = side >> 1;

  // All indices below are within their arrays by construction.
  const rows = new Uint16Array(width * height);
  const padded = new Uint8Array(width + 2 * half);
  const across = Int32Array.from(padded, (_, i) => reflect101(i - half, width));
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const from = y * width;
    for (let i = 0; i < padded.length; i++) padded[i] = data[from + across[i]!]!;
    const middle = weights[half]!;
    for (let x = 0; x < width; x++) sums[x] = middle * padded[x + half]!;
    for (let k = 0; k < half; k++) {
      const weight = weights[k]!;
      const mirror = side - 1 - k;
      for (let x = 0; x < width; x++) sums[x]! += weight * (padded[x + k]! + padded[x + mirror]!);
    }
    rows.set(sums, from);
  }

  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const middle = weights[half]!;
    const here = y * width;
    for (let x = 0; x < width; x++) sums[x] = 32768 + middle * rows[here + x]!;
    for (let k = 0; k < half; k++) {
      const weight = weights[k]!;
      const above = reflect101(y + k - half, height) * width;
      const below = reflect101(y + half - k, height) * width;
      for (let x = 0; x < width; x++) sums[x]! += weight * (rows[above + x]! + rows[below + x]!);
    }
    for (let x = 0; x < width; x++) out[here + x] = sums[x]! >> 16;
  }
  return { width, height, channels: 1, data: out };
}
