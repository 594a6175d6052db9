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

/** Four pixels of 8 bits each in 32 bits, rows filled up to whole words. */
function inFours({ width, height, data }: Picture): { fours: Int32Array; words: number } {
  const words = Math.ceil(width / 4);
  const bytes = new Uint8Array(4 * words * height);
  for (let y = 0; y < height; y++) bytes.set(data.subarray(y * width, (y + 1) * width), 4 * words * y);
  return { fours: new Int32Array(bytes.buffer), words };
}

/**
 * Sums of rows by their weights, two pixels in each number, 16 bits each. No sum passes from one pixel into its neighbour, since the
 * weights of a kernel sum to 256 and 256 * 255 is below 65536.
 *
 * @param above where the rows above the middle begin, from the outermost on, @param below those below it.
 * @param sums four pixels of every word, from `from` on.
 */
function acrossRows(
  fours: Int32Array,
  above: Int32Array,
  middle: number,
  below: Int32Array,
  weights: Int32Array,
  words: number,
  sums: Int32Array,
  from: number,
): void {
  const half = above.length;
  const most = weights[half]!;
  // All indices are within their arrays, where rows begin.
  for (let i = 0, x = from; i < words; i++, x += 4) {
    const four = fours[middle + i]!;
    let even = Math.imul(most, four & 0xff00ff);
    let odd = Math.imul(most, (four >>> 8) & 0xff00ff);
    for (let k = 0; k < half; k++) {
      const a = fours[above[k]! + i]!;
      const b = fours[below[k]! + i]!;
      const weight = weights[k]!;
      even += Math.imul(weight, (a & 0xff00ff) + (b & 0xff00ff));
      odd += Math.imul(weight, ((a >>> 8) & 0xff00ff) + ((b >>> 8) & 0xff00ff));
    }
    sums[x] = even & 0xffff;
    sums[x + 1] = odd & 0xffff;
    sums[x + 2] = even >>> 16;
    sums[x + 3] = odd >>> 16;
  }
}

/** Sums along a row of sums, rounded half up to 8 bits. */
function alongRow(sums: Int32Array, weights: Int32Array, out: Uint8Array, from: number, width: number): void {
  const last = weights.length - 1;
  const half = last >> 1;
  const middle = weights[half]!;
  // All indices are within their arrays: the sums have `half` values on either side.
  for (let x = 0; x < width; x++) {
    let sum = 32768 + Math.imul(middle, sums[x + half]!);
    for (let k = 0; k < half; k++) sum += Math.imul(weights[k]!, sums[x + k]! + sums[x + last - k]!);
    out[from + x] = sum >> 16;
  }
}

/** A picture's channel as a picture of its own. */
const channelOf = ({ width, height, channels, data }: Picture, channel: number): Picture => {
  const plane = new Uint8Array(width * height);
  for (let i = 0, from = channel; i < plane.length; i++, from += channels) plane[i] = data[from]!; // as many as pixels
  return { width, height, channels: 1, data: plane };
};

/**
 * A Gaussian blur, bit for bit that of OpenCV 4.6's `cv2.GaussianBlur` on 8-bit pictures, each channel by itself: both passes in integers with one
 * rounding, half up, at the end. OpenCV takes the rows first; without a rounding in between the order does not matter, and
 * columns go four pixels at a time.
 *
 * @param sigma standard deviation in pixels; 0 returns the picture as it is.
 * @param side odd number of taps, where it is not the one that follows from sigma.
 */
export function gaussianBlur(picture: Picture, sigma: number, side = gaussianSide(sigma)): Picture {
  if (sigma === 0) return picture;
  const { width, height, channels } = picture;
  if (channels > 1) {
    const data = new Uint8Array(picture.data.length);
    for (let channel = 0; channel < channels; channel++) {
      const plane = gaussianBlur(channelOf(picture, channel), sigma, side).data;
      for (let i = 0, to = channel; i < plane.length; i++, to += channels) data[to] = plane[i]!; // as many as pixels
    }
    return { width, height, channels, data };
  }
  const weights = gaussianWeights(sigma, side);
  const half = side >> 1;
  const { fours, words } = inFours(picture);
  const above = new Int32Array(half);
  const below = new Int32Array(half);
  const sums = new Int32Array(4 * words + 2 * half);
  const out = new Uint8Array(width * height);
  const row = (y: number) => reflect101(y, height) * words;

  // All indices below are within their arrays by construction.
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < half; k++) {
      above[k] = row(y + k - half);
      below[k] = row(y + half - k);
    }
    acrossRows(fours, above, row(y), below, weights, words, sums, half);
    for (let i = 0; i < half; i++) {
      sums[i] = sums[half + reflect101(i - half, width)]!;
      sums[half + width + i] = sums[half + reflect101(width + i, width)]!;
    }
    alongRow(sums, weights, out, y * width, width);
  }
  return { width, height, channels: 1, data: out };
}
