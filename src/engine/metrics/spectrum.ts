import type { Picture } from '../picture.ts';

/** What a picture's power spectrum says about its texture. */
export interface Spectrum {
  /** Shannon's entropy of the spectrum over that of white noise: near 0 for one pure wave, near 1 for noise. */
  readonly entropy: number;
  /** Share of the power above a quarter of the sampling frequency (waves shorter than 4 pixels), 0..1. */
  readonly highShare: number;
}

/** Discrete Fourier transform in place (Cooley and Tukey 1965), of a power of two of complex numbers. */
function fourier(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  // every index below is under `size`
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j]!, real[i]!];
      [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
    }
  }
  for (let length = 2; length <= size; length *= 2) {
    for (let k = 0; k < length / 2; k++) {
      const angle = (-2 * Math.PI * k) / length;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let a = k; a < size; a += length) {
        const b = a + length / 2;
        const re = real[b]! * cos - imaginary[b]! * sin;
        const im = real[b]! * sin + imaginary[b]! * cos;
        [real[b], imaginary[b]] = [real[a]! - re, imaginary[a]! - im];
        [real[a], imaginary[a]] = [real[a]! + re, imaginary[a]! + im];
      }
    }
  }
}

/** Runs `fourier` over each row, then over each column of a square. */
function fourierOfSquare(real: Float64Array, imaginary: Float64Array, side: number): void {
  const line = [new Float64Array(side), new Float64Array(side)] as const;
  for (const [from, step] of [
    [side, 1],
    [1, side],
  ] as const) {
    for (let row = 0; row < side; row++) {
      for (const [k, values] of [real, imaginary].entries()) {
        for (let i = 0; i < side; i++) line[k]![i] = values[row * from + i * step]!; // inside the square
      }
      fourier(...line);
      for (const [k, values] of [real, imaginary].entries()) {
        for (let i = 0; i < side; i++) values[row * from + i * step] = line[k]![i]!;
      }
    }
  }
}

/**
 * The spectrum of the largest centred square whose side is a power of two, its mean taken away, under a Hann window
 * (so that the picture's border is no edge). The mean itself has no part in it.
 *
 * @param grey 1 channel, 4 pixels or more on either side.
 * @returns zeros for a picture of one grey.
 */
export function spectrum({ data, width, height }: Picture): Spectrum {
  const side = 2 ** Math.floor(Math.log2(Math.min(width, height)));
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const real = Float64Array.from({ length: side * side }, (_, i) => {
    return data[(top + Math.floor(i / side)) * width + left + (i % side)] ?? 0;
  });
  const mean = real.reduce((sum, value) => sum + value, 0) / real.length;
  const hann = Float64Array.from({ length: side }, (_, i) => Math.sin((Math.PI * i) / side) ** 2);
  for (const [i, value] of real.entries()) {
    real[i] = (value - mean) * hann[Math.floor(i / side)]! * hann[i % side]!; // `side` of them
  }
  const imaginary = new Float64Array(side * side);
  fourierOfSquare(real, imaginary, side);

  const power = real.map((re, i) => re ** 2 + (imaginary[i] ?? 0) ** 2);
  power[0] = 0;
  const total = power.reduce((sum, value) => sum + value, 0);
  if (total === 0) return { entropy: 0, highShare: 0 };
  const cycles = (i: number) => Math.min(i, side - i) / side;
  let [entropy, high] = [0, 0];
  for (const [i, value] of power.entries()) {
    const share = value / total;
    if (share > 0) entropy -= share * Math.log(share);
    if (Math.hypot(cycles(i % side), cycles(Math.floor(i / side))) > 0.25) high += share;
  }
  return { entropy: entropy / Math.log(power.length - 1), highShare: high };
}
