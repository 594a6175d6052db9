import * as tf from '@tensorflow/tfjs-core';
import type { Down, Unet, Up } from '../nets/unet.ts';
import { LEAK } from '../nets/unet-shapes.ts';
import { conv, noMargin } from '../ops/conv.ts';
import { convTranspose } from '../ops/conv-transpose.ts';
import type { Activations, Tile } from './activations.ts';
import { type BeforeLast, gathered, layersWalked, type NetInput, taken, type Walk } from './layers-walked.ts';
import type { Scratch } from './scratch.ts';

/**
 * All of a U-Net's walk but its last layer, see walk.ts.
 *
 * @param side of the tiles of the outermost layers: a multiple of 16.
 */
export async function* walkToLast(
  net: Unet,
  picture: NetInput,
  side: number,
  scratch: Scratch,
): Walk<BeforeLast> {
  const depth = net.downs.length;
  const raisings = net.ups.slice(0, -1);
  const levels = [...net.downs.map((_, i) => i + 1), ...raisings.map((_, i) => depth - 1 - i)];
  const { layer, close, closeAll } = layersWalked(picture, side, levels, scratch);
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
    if (!isDone) closeAll();
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
