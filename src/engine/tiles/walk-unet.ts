import * as tf from '@tensorflow/tfjs-core';
import { type Down, LEAK, type Unet, type Up } from '../nets/unet.ts';
import { conv, noMargin } from '../ops/conv.ts';
import { convTranspose } from '../ops/conv-transpose.ts';
import type { Norm } from '../ops/norm.ts';
import { mapped } from '../steps/mapped.ts';
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
  /** Multiples of 2 ** the net's depth. */
  readonly width: number;
  readonly height: number;
  /** A tile within the picture: height * width values a channel, interleaved, -1..1. */
  read(tile: Tile): Promise<Float32Array>;
}

/** And where what the net paints goes. */
export interface Canvas extends NetInput {
  /** Is given each tile once, row after row: RGB, -1..1. */
  paint(tile: Tile, rgb: Float32Array): Promise<void>;
}

/** A picture walked up to the net's last layer, which has no norm: any tile of it can be painted from these, in any order. */
export interface BeforeLast {
  readonly inputs: readonly Activations[];
  close(): void;
}

type Walk<Result> = AsyncGenerator<{ done: number; of: number }, Result>;

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
const sideAt = (level: number, side: number) => Math.max(16, 2 * (side >> Math.max(1, level)));

/**
 * Paints a picture of any size as `paint` in nets/unet.ts paints it in one piece, layer by layer: each is finished over the whole
 * picture, in tiles with the pixels around them that its kernel sees, before the next begins. So the statistics of its instance norm
 * are those of the whole picture, and nothing depends on the tiles. Yields after each tile, in a new task.
 *
 * @param side of the tiles of the outermost layers' answers: a multiple of 16. Further in they are smaller, see `sideAt`.
 */
export async function* walkUnet(net: Unet, canvas: Canvas, side: number, scratch: Scratch): Walk<void> {
  const tiles = tilesOf(canvas.width, canvas.height, sideAt(0, side));
  let [done, of] = [0, 0];
  const before = yield* mapped(walkToLast(net, canvas, side, scratch), (step) => {
    ({ done } = step);
    of = step.of + tiles.length;
    return { done, of };
  });
  try {
    for (const tile of tiles) {
      await canvas.paint(tile, await paintLast(net, before, tile));
      await nextTask();
      yield { done: ++done, of };
    }
  } finally {
    before.close();
  }
}

/** All of the walk but its last layer; as `walkUnet`. */
export async function* walkToLast(
  net: Unet,
  picture: NetInput,
  side: number,
  scratch: Scratch,
): Walk<BeforeLast> {
  const depth = net.downs.length;
  const scaled = (level: number) => ({ width: picture.width >> level, height: picture.height >> level });
  const tilesAt = (level: number) => tilesOf(scaled(level).width, scaled(level).height, sideAt(level, side));
  const raisings = net.ups.slice(0, -1);
  const levels = [...net.downs.map((_, i) => i + 1), ...raisings.map((_, i) => depth - 1 - i)];
  const of = levels.reduce((sum, level) => sum + tilesAt(level).length, 0);
  const open = new Set<Activations>();
  let done = 0;

  /** One layer over the whole picture. */
  async function* layer(
    level: number,
    channels: number,
    norm: Norm | null,
    run: (tile: Tile) => Promise<tf.Tensor4D>,
  ): AsyncGenerator<{ done: number; of: number }, Activations> {
    const { width, height } = scaled(level);
    const empty = await emptyActivations(width, height, channels, scratch);
    open.add(empty);
    const moments = noMoments(channels);
    for (const tile of tilesAt(level)) {
      const values = await taken(await run(tile));
      if (norm) addMoments(moments, values);
      writeTile(empty, tile, values);
      await nextTask();
      yield { done: ++done, of };
    }
    if (!norm) return empty;
    const made = normed(empty, moments, await read(norm.scale), await read(norm.offset));
    open.delete(empty);
    open.add(made);
    return made;
  }
  const close = (layer: Activations | undefined) => {
    if (layer && open.delete(layer)) layer.aside.close();
  };

  let isDone = false;
  try {
    const skips: Activations[] = [];
    for (const [i, down] of net.downs.entries()) {
      const before = skips.at(-1);
      const input = before
        ? async (tile: Tile) => gathered([before], tile, LEAK)
        : (tile: Tile) => padded(picture, net.inputChannels, tile);
      skips.push(
        yield* layer(i + 1, down.filter.shape[3], down.norm, (tile) =>
          lowered(down, input, tile, before?.channels ?? net.inputChannels),
        ),
      );
    }
    let inputs = [skips.pop()].filter((one) => one !== undefined);
    for (const [i, up] of raisings.entries()) {
      const below = inputs;
      const made = yield* layer(depth - 1 - i, channelsOf(up), up.norm, (tile) => raised(up, below, tile));
      below.forEach(close);
      inputs = [made, skips.pop()].filter((one) => one !== undefined);
    }
    isDone = true;
    const last = inputs;
    return { inputs: last, close: () => last.forEach(close) };
  } finally {
    if (!isDone) open.forEach(close);
  }
}

/** A tile of what the net's last layer paints. @param tile even in place and size. @returns RGB, -1..1. */
export async function paintLast(net: Unet, { inputs }: BeforeLast, tile: Tile): Promise<Float32Array> {
  const made = await raised(net.ups.at(-1)!, inputs, tile); // there is one for each step down
  const rgb = tf.tanh(made);
  made.dispose();
  return taken(rgb);
}

/** The channels of what a transposed convolution with a norm gives. */
const channelsOf = ({ norm }: Up) => norm?.scale.shape[0] ?? 0;

const read = (vector: tf.Tensor1D) => vector.data() as Promise<Float32Array>; // float32 as all in the net

/** The values of a tensor, which is freed. */
async function taken(tensor: tf.Tensor4D): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array; // as above
  } finally {
    tensor.dispose();
  }
}

/** Layers beside one another on the channel axis, cut to a tile. */
function gathered(layers: readonly Activations[], tile: Tile, slope: number): Float32Array {
  const channels = layers.reduce((sum, one) => sum + one.channels, 0);
  const values = new Float32Array(tile.width * tile.height * channels);
  let from = 0;
  for (const layer of layers) {
    readTile(layer, tile, slope, values, channels, from);
    from += layer.channels;
  }
  return values;
}

/** A tile of the picture itself, with 0 where it reaches beyond. */
async function padded(picture: NetInput, channels: number, tile: Tile): Promise<Float32Array> {
  const [x, y] = [Math.max(0, tile.x), Math.max(0, tile.y)];
  const width = Math.min(picture.width, tile.x + tile.width) - x;
  const height = Math.min(picture.height, tile.y + tile.height) - y;
  const inside = await picture.read({ x, y, width, height });
  const values = new Float32Array(tile.width * tile.height * channels);
  for (let row = 0; row < height; row++) {
    const part = inside.subarray(row * width * channels, (row + 1) * width * channels);
    values.set(part, ((y - tile.y + row) * tile.width + x - tile.x) * channels);
  }
  return values;
}

/** A tile of what a convolution gives: 4x4, stride 2, a margin of 1. */
async function lowered(
  { filter, bias }: Down,
  input: (tile: Tile) => Promise<Float32Array>,
  { x, y, width, height }: Tile,
  channels: number,
): Promise<tf.Tensor4D> {
  const seen = { x: 2 * x - 1, y: 2 * y - 1, width: 2 * width + 2, height: 2 * height + 2 };
  const values = await input(seen);
  const ending = bias && { bias, relu: false };
  return tf.tidy(() =>
    conv(tf.tensor4d(values, [1, seen.height, seen.width, channels]), filter, 2, noMargin, ending),
  );
}

/** A tile of what a transposed convolution gives, from one more pixel on every side, whose own answers are cut away. */
async function raised(
  up: Up,
  inputs: readonly Activations[],
  { x, y, width, height }: Tile,
): Promise<tf.Tensor4D> {
  const seen = { x: x / 2 - 1, y: y / 2 - 1, width: width / 2 + 2, height: height / 2 + 2 };
  const values = gathered(inputs, seen, 0);
  const channels = inputs.reduce((sum, one) => sum + one.channels, 0);
  return tf.tidy(() => {
    const all = convTranspose(tf.tensor4d(values, [1, seen.height, seen.width, channels]), up.raised);
    return tf.slice(all, [0, 2, 2, 0], [1, height, width, -1]);
  });
}
