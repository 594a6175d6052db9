import type * as tf from '@tensorflow/tfjs-core';
import type { Norm } from '../ops/norm.ts';
import { nextTask } from '../steps/next-task.ts';
import {
  type Activations,
  addMoments,
  emptyActivations,
  noMoments,
  normed,
  readTile,
  type Tile,
  writeTile,
} from './activations.ts';
import type { Scratch } from './scratch.ts';

/** A picture for a net. */
export interface NetInput {
  /** Multiples of the net's grain. */
  readonly width: number;
  readonly height: number;
  /** A tile within the picture: height * width values a channel, interleaved, -1..1. */
  read(tile: Tile): Promise<Float32Array>;
}

/** A picture walked up to a net's last layer, which has no norm: any tile of it can be painted from these, in any order. */
export interface BeforeLast {
  readonly inputs: readonly Activations[];
  close(): void;
}

export type Walk<Result> = AsyncGenerator<{ done: number; of: number }, Result>;

/** The tiles of a picture, row after row; those at its right and lower border may be smaller. */
export function tilesOf(width: number, height: number, side: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      tiles.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
    }
  }
  return tiles;
}

/** Further in a layer has twice the channels: its tiles have half the side (even), so that none takes more memory than the outermost. */
export const sideAt = (level: number, side: number) => Math.max(16, 2 * (side >> Math.max(1, level)));

/** Layers of a net over a whole picture, one after the other; all that are open are closed where a walk is left. */
export interface LayersWalked {
  /** The tiles of a layer `level` halvings in. */
  tilesAt(level: number): readonly Tile[];
  /** One layer over the whole picture, in tiles, with the norm of all of it. @param run is freed of what it gives. */
  layer(
    level: number,
    channels: number,
    norm: Norm | null,
    run: (tile: Tile) => Promise<tf.Tensor4D>,
  ): Walk<Activations>;
  /** Tells that a tile is done. */
  step(): { done: number; of: number };
  close(layer: Activations | undefined): void;
  closeAll(): void;
}

/** @param levels of all tiles that are walked, for the progress: one for each time that a layer's tiles are gone through. */
export function layersWalked(
  { width, height }: Pick<NetInput, 'width' | 'height'>,
  side: number,
  levels: readonly number[],
  scratch: Scratch,
): LayersWalked {
  const tilesAt = (level: number) => tilesOf(width >> level, height >> level, sideAt(level, side));
  const of = levels.reduce((sum, level) => sum + tilesAt(level).length, 0);
  const open = new Set<Activations>();
  let done = 0;
  const step = () => ({ done: ++done, of });
  const close = (layer: Activations | undefined) => {
    if (layer && open.delete(layer)) layer.aside.close();
  };
  return {
    tilesAt,
    async *layer(level, channels, norm, run) {
      const empty = await emptyActivations(width >> level, height >> level, channels, scratch);
      open.add(empty);
      const moments = noMoments(channels);
      for (const tile of tilesAt(level)) {
        const values = await taken(await run(tile));
        if (norm) addMoments(moments, values);
        writeTile(empty, tile, values);
        await nextTask();
        yield step();
      }
      if (!norm) return empty;
      const made = normed(empty, moments, await read(norm.scale), await read(norm.offset));
      open.delete(empty);
      open.add(made);
      return made;
    },
    step,
    close,
    closeAll: () => open.forEach(close),
  };
}

const read = (vector: tf.Tensor1D) => vector.data() as Promise<Float32Array>; // float32 as all in the net

/** The values of a tensor, which is freed. */
export async function taken(tensor: tf.Tensor4D): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array; // as above
  } finally {
    tensor.dispose();
  }
}

/** Layers beside one another on the channel axis, cut to a tile; 0 outside of the picture. */
export function gathered(layers: readonly Activations[], tile: Tile, slope: number): Float32Array {
  const channels = layers.reduce((sum, one) => sum + one.channels, 0);
  const values = new Float32Array(tile.width * tile.height * channels);
  let from = 0;
  for (const layer of layers) {
    readTile(layer, tile, slope, values, channels, from);
    from += layer.channels;
  }
  return values;
}
