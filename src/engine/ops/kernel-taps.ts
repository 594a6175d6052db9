/** A 4x4 kernel as PyTorch stores it: of a convolution [out, in, 4, 4], of a transposed one [in, out, 4, 4]. */
export interface StoredKernel {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A convolution's kernel as [4, 4, in, out]. */
export function kernelOf({ shape, values }: StoredKernel): Float32Array<ArrayBuffer> {
  const [outs = 0, ins = 0] = shape;
  const kernel = new Float32Array(values.length);
  // A channel's weights are read from the processor's cache, once for each tap.
  for (let i = 0; i < ins; i++) {
    for (let tap = 0; tap < 16; tap++) {
      const to = (tap * ins + i) * outs;
      for (let o = 0; o < outs; o++) kernel[to + o] = values[(o * ins + i) * 16 + tap] as number; // in range by the shape
    }
  }
  return kernel;
}

/**
 * The taps of a transposed convolution's kernel in that order.
 *
 * @param taps numbers of taps, row-major, 0..15.
 * @param steps from channel to channel of what comes in and of what goes out.
 * @returns [taps, in, out], or [taps, out, in], as the steps say.
 */
export function tapsOf(
  { shape, values }: StoredKernel,
  taps: readonly number[],
  [inStep, outStep]: readonly [number, number],
): Float32Array<ArrayBuffer> {
  const [ins = 0, outs = 0] = shape;
  const kernel = new Float32Array(taps.length * ins * outs);
  // As above.
  for (let i = 0; i < ins; i++) {
    for (const [nth, tap] of taps.entries()) {
      const to = nth * ins * outs + i * inStep;
      for (let o = 0; o < outs; o++) kernel[to + o * outStep] = values[(i * outs + o) * 16 + tap] as number; // as above
    }
  }
  return kernel;
}

/**
 * The taps of the four 2x2 kernels whose convolutions give the pixels of a transposed one by row parity, then column
 * parity: output row 2i + p takes kernel rows 3 - p and 1 - p, at input rows i - 1 + p and i + p. Columns alike.
 */
export const PHASE_TAPS: readonly (readonly number[])[] = [0, 1, 2, 3].map((k) => {
  const [p, q] = [k >> 1, k & 1];
  return [0, 1, 2, 3].map((tap) => 4 * (3 - p - 2 * (tap >> 1)) + (3 - q - 2 * (tap & 1)));
});

/** Those kernels, [2, 2, in, out]. */
export const phasesOf = (stored: StoredKernel): readonly Float32Array<ArrayBuffer>[] =>
  PHASE_TAPS.map((taps) => tapsOf(stored, taps, [stored.shape[1] ?? 0, 1]));
