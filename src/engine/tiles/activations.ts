import { fromFloat16, toFloat16 } from '../formats/float16.ts';
import { EPSILON } from '../ops/norm.ts';
import type { Aside, Scratch } from './scratch.ts';

/** A part of a picture in whole pixels; it may reach beyond the picture. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a layer of a net gives for a whole picture, put aside as half floats as its convolution leaves it. The norm is applied where
 * it is read, since it follows from all of the picture.
 */
export interface Activations {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly aside: Aside;
  /** What a norm does to each channel: times, then plus. */
  readonly factor: Float32Array;
  readonly shift: Float32Array;
}

/** Room for a layer, which has no norm as yet. */
export async function emptyActivations(
  width: number,
  height: number,
  channels: number,
  scratch: Scratch,
): Promise<Activations> {
  const aside = await scratch.open(2 * width * height * channels);
  const factor = new Float32Array(channels).fill(1);
  return { width, height, channels, aside, factor, shift: new Float32Array(channels) };
}

/** @param values of the tile, channels last; the tile lies within the picture. */
export function writeTile({ width, channels, aside }: Activations, tile: Tile, values: Float32Array): void {
  const length = tile.width * channels;
  for (let y = 0; y < tile.height; y++) {
    const bits = toFloat16(values.subarray(y * length, (y + 1) * length));
    aside.write(2 * ((tile.y + y) * width + tile.x) * channels, new Uint8Array(bits.buffer));
  }
}

/**
 * A tile with its norm, negative values times `slope`; 0 outside of the picture, as a convolution's margin is.
 *
 * @param into pixels of `stride` values, of which these begin at `from`.
 */
export function readTile(
  { width, height, channels, aside, factor, shift }: Activations,
  tile: Tile,
  slope: number,
  into: Float32Array,
  stride: number,
  from: number,
): void {
  const left = Math.max(0, tile.x);
  const right = Math.min(width, tile.x + tile.width);
  for (let y = Math.max(0, tile.y); y < Math.min(height, tile.y + tile.height); y++) {
    const bytes = aside.read(2 * (y * width + left) * channels, 2 * (right - left) * channels);
    const row = fromFloat16(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
    let to = ((y - tile.y) * tile.width + left - tile.x) * stride + from;
    for (let i = 0; i < row.length; to += stride) {
      for (let c = 0; c < channels; c++, i++) {
        const value = row[i]! * factor[c]! + shift[c]!; // one for each channel
        into[to + c] = value < 0 ? value * slope : value;
      }
    }
  }
}

/** Sums over all tiles of a layer, in double precision, so that they do not depend on where tiles begin. */
export interface Moments {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

export const noMoments = (channels: number): Moments => ({
  sums: new Float64Array(channels),
  squares: new Float64Array(channels),
});

export function addMoments({ sums, squares }: Moments, values: Float32Array): void {
  const channels = sums.length;
  for (let i = 0; i < values.length; ) {
    for (let c = 0; c < channels; c++, i++) {
      const value = values[i]!; // whole pixels
      sums[c]! += value;
      squares[c]! += value * value;
    }
  }
}

/** The layer with the instance norm of the whole picture. */
export function normed(
  layer: Activations,
  { sums, squares }: Moments,
  scale: Float32Array,
  offset: Float32Array,
): Activations {
  const count = layer.width * layer.height;
  const mean = sums.map((sum) => sum / count);
  const factor = Float32Array.from(squares, (square, c) => {
    const variance = Math.max(0, square / count - mean[c]! ** 2); // one for each channel, here and below
    return scale[c]! / Math.sqrt(variance + EPSILON);
  });
  return { ...layer, factor, shift: factor.map((times, c) => offset[c]! - mean[c]! * times) };
}
