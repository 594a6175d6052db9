import type { MovedBack } from './moves.ts';

/** How far several passes over the same picture come apart. */
export interface Spread {
  readonly width: number;
  readonly height: number;
  /** At each pixel the standard deviation over the passes that know it, in levels of 0..255, mean over red, green and blue. */
  readonly deviation: Float32Array<ArrayBuffer>;
  /** Of all pixels. */
  readonly mean: number;
}

/** @param passes one or more RGB pictures of the same size. One pass, and equal ones, have a spread of exactly 0. */
export function spread(passes: readonly [MovedBack, ...MovedBack[]]): Spread {
  const { width, height, channels } = passes[0].picture;
  const deviation = new Float32Array(width * height);
  let total = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const here = passes.filter(
        ({ known: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom,
      );
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        let [values, squares] = [0, 0];
        for (const { picture } of here) {
          const value = picture.data[i * channels + c]!; // of one size
          values += value;
          squares += value * value;
        }
        // Whole numbers until here: equal values give exactly 0.
        sum += Math.sqrt(here.length * squares - values * values) / Math.max(1, here.length);
      }
      deviation[i] = sum / channels;
      total += sum / channels;
    }
  }
  return { width, height, deviation, mean: total / Math.max(1, deviation.length) };
}
