import type { Generator } from '../src/engine/models/load.ts';
import { fromNetRange } from '../src/engine/ops/net-range.ts';
import { resultOf } from '../src/engine/steps/result-of.ts';
import type { Tile } from '../src/engine/tiles/activations.ts';
import type { Scratch } from '../src/engine/tiles/scratch.ts';
import { walk, walkerOf } from '../src/engine/tiles/walk.ts';

/** A part of interleaved values, `channels` a pixel. */
export function cut(values: Float32Array, stride: number, channels: number, tile: Tile): Float32Array {
  const out = new Float32Array(tile.width * tile.height * channels);
  for (let y = 0; y < tile.height; y++) {
    const from = ((tile.y + y) * stride + tile.x) * channels;
    out.set(values.subarray(from, from + tile.width * channels), y * tile.width * channels);
  }
  return out;
}

/** The other way round. */
export function place(into: Uint8Array, stride: number, tile: Tile, rgb: Float32Array): void {
  for (let y = 0; y < tile.height; y++) {
    const to = ((tile.y + y) * stride + tile.x) * 3;
    for (let i = 0; i < 3 * tile.width; i++) into[to + i] = fromNetRange(rgb[y * tile.width * 3 + i] ?? 0);
  }
}

/** A square picture walked layer by layer in tiles, as 8-bit RGB. @param input edges and grey, interleaved. */
export async function walked(
  generator: Pick<Generator, 'unet' | 'resnet'>,
  input: Float32Array,
  side: number,
  tile: number,
  scratch: Scratch,
): Promise<Uint8Array> {
  const rgb = new Uint8Array(side * side * 3);
  const canvas = {
    width: side,
    height: side,
    read: async (part: Tile) => cut(input, side, 2, part),
    paint: async (part: Tile, values: Float32Array) => place(rgb, side, part, values),
  };
  for await (const _ of walk(walkerOf(generator), canvas, tile, scratch));
  return rgb;
}

/** A square part of it painted in one piece, by statistics of its own. */
export async function inOnePiece(
  generator: Pick<Generator, 'paint'>,
  input: Float32Array,
  side: number,
  part: Tile = { x: 0, y: 0, width: side, height: side },
): Promise<Float32Array> {
  const values = cut(input, side, 2, part);
  const planes = [0, 1].map((c) =>
    Float32Array.from({ length: values.length / 2 }, (_, i) => values[2 * i + c] ?? 0),
  );
  return resultOf(generator.paint(planes, part.width, part.height));
}

/** In levels of 255: in the mean, and the most. */
export function off(a: Uint8Array, b: Uint8Array): { mean: number; most: number } {
  let [sum, most] = [0, 0];
  for (const [i, value] of a.entries()) {
    const difference = Math.abs(value - (b[i] ?? Number.NaN));
    sum += difference;
    most = Math.max(most, difference);
  }
  return { mean: sum / a.length, most };
}
