import type { Picture, Samples } from '../picture.ts';

/** A part of a plane, in whole pixels. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** For each output pixel the first input pixel it draws on, and the weights of that and the following ones. */
interface Taps {
  readonly first: Int32Array;
  readonly count: number;
  /** How many of them are above 0: the first so many. */
  readonly used: Int32Array;
  /** outputs * count weights; those of one output sum to 1. */
  readonly weights: Float32Array;
}

/** A triangle filter as wide as an output pixel, at least as an input pixel: it averages when shrinking. */
function triangleTaps(inputs: number, outputs: number): Taps {
  const scale = inputs / outputs;
  const reach = Math.max(1, scale);
  const count = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(outputs);
  const used = new Int32Array(outputs);
  const weights = new Float32Array(outputs * count);
  for (let i = 0; i < outputs; i++) {
    const centre = (i + 0.5) * scale;
    const from = Math.max(0, Math.floor(centre - reach + 0.5));
    const to = Math.min(inputs, Math.floor(centre + reach + 0.5), from + count);
    const heights = Array.from({ length: to - from }, (_, k) =>
      Math.max(0, 1 - Math.abs((from + k + 0.5 - centre) / reach)),
    );
    const total = heights.reduce((sum, height) => sum + height, 0);
    const begin = heights.findIndex((height) => height > 0);
    first[i] = from + begin;
    used[i] = heights.findLastIndex((height) => height > 0) + 1 - begin;
    for (let k = 0; k < used[i]!; k++) weights[i * count + k] = heights[begin + k]! / total;
  }
  return { first, count, used, weights };
}

/** A window of a plane as it is. */
function cutOut(values: Samples, width: number, window: Window): Float32Array {
  const out = new Float32Array(window.width * window.height);
  for (let y = 0; y < window.height; y++) {
    const from = (window.y + y) * width + window.x;
    out.set(values.subarray(from, from + window.width), y * window.width);
  }
  return out;
}

/**
 * A window of a plane brought to another size by a separable triangle filter (what Pillow calls BILINEAR): linear
 * interpolation when enlarging, an average without aliases when shrinking. Where sizes agree the values stay as they are.
 *
 * @param values height * width samples; `step` and `offset` pick one channel of interleaved ones.
 */
export function resample(
  values: Samples,
  width: number,
  window: Window,
  outWidth: number,
  outHeight: number,
  step = 1,
  offset = 0,
): Float32Array {
  if (step === 1 && window.width === outWidth && window.height === outHeight)
    return cutOut(values, width, window);
  // All indices below are within their arrays by construction.
  const { first, count, used, weights } = triangleTaps(window.width, outWidth);
  const keepsWidth = window.width === outWidth;
  const rows = new Float32Array(window.height * outWidth);
  // A row at a time as doubles, which hold every sample: the sums then read one kind of array, whatever the file's.
  const row = new Float64Array(window.width);
  for (let y = 0; y < window.height; y++) {
    const from = (window.y + y) * width + window.x;
    if (step === 1) row.set(values.subarray(from, from + window.width));
    else for (let x = 0; x < window.width; x++) row[x] = values[(from + x) * step + offset]!;
    if (keepsWidth) {
      rows.set(row, y * outWidth);
      continue;
    }
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      let at = first[x]!;
      const end = x * count + used[x]!;
      for (let k = x * count; k < end; k++, at++) sum += weights[k]! * row[at]!;
      rows[y * outWidth + x] = sum;
    }
  }
  if (window.height === outHeight) return rows;

  const down = triangleTaps(window.height, outHeight);
  const out = new Float32Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    for (let k = 0; k < down.used[y]!; k++) {
      const weight = down.weights[y * down.count + k]!;
      const from = (down.first[y]! + k) * outWidth;
      for (let x = 0; x < outWidth; x++) out[y * outWidth + x]! += weight * rows[from + x]!;
    }
  }
  return out;
}

/** A picture brought to another size, rounded to bytes; see {@link resample}. */
export function resizePicture(picture: Picture, width: number, height: number): Picture {
  const { channels } = picture;
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const data = new Uint8Array(width * height * channels);
  for (let channel = 0; channel < channels; channel++) {
    const plane = resample(picture.data, picture.width, whole, width, height, channels, channel);
    for (let i = 0; i < plane.length; i++) data[i * channels + channel] = Math.round(plane[i]!);
  }
  return { width, height, channels, data };
}
