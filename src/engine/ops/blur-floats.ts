/**
 * A Gaussian blur of numbers of any range, mirrored at the border without repeating it (as OpenCV's BORDER_REFLECT_101), its
 * kernel cut at 4 sigma and of sum 1, as `cv2.GaussianBlur` takes it for floats.
 *
 * @param sigma standard deviation in pixels, above 0.
 */
export function blurFloats(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const side = Math.round(8 * sigma + 1) | 1;
  const reach = (side - 1) / 2;
  const weights = Float64Array.from({ length: side }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const along = (from: Float32Array, count: number, stride: number, lines: number, next: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < count; i++) {
        let total = 0;
        for (let k = 0; k < side; k++) {
          total += weights[k]! * from[line * next + mirrored(i + k - reach, count) * stride]!; // in range, as below
        }
        to[line * next + i * stride] = total / sum;
      }
    }
    return to;
  };
  return along(along(values, width, 1, height, width), height, width, width, 1);
}

/** The place in 0..count - 1 that a place beyond the border mirrors. */
function mirrored(i: number, count: number): number {
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const place = ((i % period) + period) % period;
  return place < count ? place : period - place;
}
