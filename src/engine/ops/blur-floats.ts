/**
 * A Gaussian blur of numbers of any range, mirrored at the border without repeating it (as OpenCV's BORDER_REFLECT_101), its
 * kernel cut at 4 sigma and of sum 1, as `cv2.GaussianBlur` takes it for floats.
 *
 * @param sigma standard deviation in pixels, above 0.
 */
export function blurFloats(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const side = Math.round(8 * sigma + 1) | 1;
  const reach = (side - 1) / 2;
  const heights = Float64Array.from({ length: side }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = heights.reduce((total, one) => total + one, 0);
  const weights = heights.map((one) => one / sum);

  // All indices below are within their arrays by construction.
  const rows = new Float32Array(values.length);
  const line = new Float32Array(width + 2 * reach); // a row with what its ends mirror
  for (let y = 0; y < height; y++) {
    for (let x = -reach; x < width + reach; x++) line[x + reach] = values[y * width + mirrored(x, width)]!;
    for (let x = 0; x < width; x++) {
      let total = 0;
      for (let k = 0; k < side; k++) total += weights[k]! * line[x + k]!;
      rows[y * width + x] = total;
    }
  }
  const out = new Float32Array(values.length);
  const totals = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    totals.fill(0);
    for (let k = 0; k < side; k++) {
      const from = mirrored(y + k - reach, height) * width;
      const weight = weights[k]!;
      for (let x = 0; x < width; x++) totals[x]! += weight * rows[from + x]!;
    }
    out.set(totals, y * width);
  }
  return out;
}

/** The place in 0..count - 1 that a place beyond the border mirrors. */
function mirrored(i: number, count: number): number {
  if (i >= 0 && i < count) return i;
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const place = ((i % period) + period) % period;
  return place < count ? place : period - place;
}
