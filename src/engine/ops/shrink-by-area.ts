/** For each output the first input that it covers, and which share of it each input has. */
function covers(inputs: number, outputs: number) {
  const scale = inputs / outputs;
  return Array.from({ length: outputs }, (_, i) => {
    const [begin, end] = [i * scale, Math.min(inputs, (i + 1) * scale)];
    const first = Math.floor(begin + 1e-9);
    const shares: number[] = [];
    for (let k = first; k < end - 1e-9; k++) {
      shares.push((Math.min(end, k + 1) - Math.max(begin, k)) / (end - begin));
    }
    return { first, shares };
  });
}

/**
 * A plane made smaller: each new pixel is the mean of what it covers, parts of pixels by their part, as OpenCV's INTER_AREA.
 *
 * @param outWidth and `outHeight`: at most `width` and `height`.
 */
export function shrinkByArea(
  values: Float32Array,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): Float32Array {
  const across = covers(width, outWidth);
  const rows = new Float32Array(height * outWidth);
  for (let y = 0; y < height; y++) {
    for (const [x, { first, shares }] of across.entries()) {
      let sum = 0;
      for (let k = 0; k < shares.length; k++) sum += shares[k]! * values[y * width + first + k]!; // in range
      rows[y * outWidth + x] = sum;
    }
  }
  const out = new Float32Array(outHeight * outWidth);
  for (const [y, { first, shares }] of covers(height, outHeight).entries()) {
    for (const [k, share] of shares.entries()) {
      const from = (first + k) * outWidth;
      for (let x = 0; x < outWidth; x++) out[y * outWidth + x]! += share * rows[from + x]!; // in range
    }
  }
  return out;
}
