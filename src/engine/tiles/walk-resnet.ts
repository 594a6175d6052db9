import * as tf from '@tensorflow/tfjs-core';
import type { Resnet } from '../nets/resnet.ts';
import { convolve, convolveBack } from '../ops/convolution.ts';
import type { Norm } from '../ops/norm.ts';
import { nextTask } from '../steps/next-task.ts';
import { type Activations, type Tile, writeTile } from './activations.ts';
import { type BeforeLast, gathered, layersWalked, type NetInput, taken, type Walk } from './layers-walked.ts';
import type { Scratch } from './scratch.ts';

/** A layer as it is read: negative values times `slope`. */
interface Read {
  readonly layer: Activations;
  readonly slope: 0 | 1;
}

const AGAIN = { stride: 1, pad: 0 } as const;
const DOWN = { stride: 2, pad: 0 } as const;
const UP = { stride: 2, pad: 1 } as const;

const kernelOf = ({ weights }: Resnet, layer: string) => weights.get(`${layer}.conv.weight`) as tf.Tensor4D; // as resnetShapes has it
const vectorOf = ({ weights }: Resnet, name: string) => weights.get(name) as tf.Tensor1D; // likewise
const normOf = (net: Resnet, layer: string): Norm => ({
  scale: vectorOf(net, `${layer}.norm.scale`),
  offset: vectorOf(net, `${layer}.norm.offset`),
});

/**
 * All of a ResNet's walk but its last layer, as `walkToLast` in walk-unet.ts walks a U-Net: each layer over the whole picture, margins
 * mirrored at the picture's border and nowhere else.
 *
 * @param side of the tiles of the outermost layers: a multiple of 16.
 */
export async function* walkResnetToLast(
  net: Resnet,
  picture: NetInput,
  side: number,
  scratch: Scratch,
): Walk<BeforeLast> {
  const blocks = Array.from({ length: net.blocks }, (_, i) => `block${i + 1}`);
  const levels = [0, 1, 2, ...blocks.flatMap(() => [2, 2, 2]), 1, 0];
  const { layer, tilesAt, step, close, closeAll } = layersWalked(picture, side, levels, scratch);
  const inside = (name: string, level: number, { layer: from, slope }: Read) =>
    layer(level, from.channels, normOf(net, name), (tile) =>
      mirrored(
        from,
        from.channels,
        tile,
        1,
        async (seen) => gathered([from], seen, slope),
        (x) => convolve(x, kernelOf(net, name), AGAIN),
      ),
    );

  let isDone = false;
  try {
    const { ngf } = net;
    let now: Read = {
      slope: 0,
      layer: yield* layer(0, ngf, normOf(net, 'first'), (tile) =>
        mirrored(picture, net.inputChannels, tile, 3, picture.read, (x) =>
          convolve(x, kernelOf(net, 'first'), AGAIN),
        ),
      ),
    };
    for (const level of [1, 2]) {
      const { layer: from } = now;
      const name = `down${level}`;
      const made: Activations = yield* layer(level, 2 * from.channels, normOf(net, name), async (tile) =>
        lowered(kernelOf(net, name), from, tile),
      );
      close(from);
      now = { layer: made, slope: 0 };
    }
    for (const name of blocks) {
      const a: Activations = yield* inside(`${name}a`, 2, now);
      const b: Activations = yield* inside(`${name}b`, 2, { layer: a, slope: 0 });
      close(a);
      for (const tile of tilesAt(2)) {
        const sum = gathered([now.layer], tile, now.slope);
        const more = gathered([b], tile, 1);
        for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!; // of one length
        writeTile(b, tile, sum); // in its place: nobody reads it beyond the tile
        await nextTask();
        yield step();
      }
      close(now.layer);
      b.factor.fill(1);
      b.shift.fill(0);
      now = { layer: b, slope: 1 };
    }
    for (const level of [1, 0]) {
      const from: Read = now;
      const name = `up${2 - level}`;
      const made: Activations = yield* layer(
        level,
        from.layer.channels / 2,
        normOf(net, name),
        async (tile) => raised(kernelOf(net, name), from, tile),
      );
      close(from.layer);
      now = { layer: made, slope: 0 };
    }
    isDone = true;
    const { layer: last } = now;
    return { inputs: [last], close: () => close(last) };
  } finally {
    if (!isDone) closeAll();
  }
}

/** A tile of what a ResNet's last layer paints. @returns RGB, -1..1. */
export async function paintResnetLast(
  net: Resnet,
  { inputs }: BeforeLast,
  tile: Tile,
): Promise<Float32Array> {
  const [layer] = inputs;
  if (!layer) throw new Error('a walk ends with a layer');
  const bias = vectorOf(net, 'last.conv.bias');
  return taken(
    await mirrored(
      layer,
      layer.channels,
      tile,
      3,
      async (seen) => gathered(inputs, seen, 0),
      (x) => tf.tanh(tf.add(convolve(x, kernelOf(net, 'last'), AGAIN), bias)),
    ),
  );
}

/**
 * What a convolution gives of a tile with a margin of `pad` pixels, mirrored where the picture ends.
 *
 * @param read a tile within the picture.
 */
async function mirrored(
  { width, height }: Pick<NetInput, 'width' | 'height'>,
  channels: number,
  tile: Tile,
  pad: number,
  read: (tile: Tile) => Promise<Float32Array>,
  run: (x: tf.Tensor4D) => tf.Tensor4D,
): Promise<tf.Tensor4D> {
  const [left, top] = [Math.max(0, tile.x - pad), Math.max(0, tile.y - pad)];
  const right = Math.min(width, tile.x + tile.width + pad);
  const bottom = Math.min(height, tile.y + tile.height + pad);
  const inside = await read({ x: left, y: top, width: right - left, height: bottom - top });
  const [wide, high] = [tile.width + 2 * pad, tile.height + 2 * pad];
  const values = new Float32Array(wide * high * channels);
  const turned = (at: number, side: number) => (at < 0 ? -at : at >= side ? 2 * (side - 1) - at : at);
  for (let y = 0; y < high; y++) {
    const row = (turned(tile.y - pad + y, height) - top) * (right - left);
    for (let x = 0; x < wide; x++) {
      const from = (row + turned(tile.x - pad + x, width) - left) * channels;
      for (let c = 0; c < channels; c++) values[(y * wide + x) * channels + c] = inside[from + c]!; // what mirrors lies within `pad` of it
    }
  }
  return tf.tidy(() => run(tf.tensor4d(values, [1, high, wide, channels])));
}

/** A tile of what a convolution of stride 2 gives: 3x3, a margin of 1. */
function lowered(kernel: tf.Tensor4D, from: Activations, { x, y, width, height }: Tile): tf.Tensor4D {
  const seen = { x: 2 * x - 1, y: 2 * y - 1, width: 2 * width + 1, height: 2 * height + 1 };
  const values = gathered([from], seen, 0);
  return tf.tidy(() =>
    convolve(tf.tensor4d(values, [1, seen.height, seen.width, from.channels]), kernel, DOWN),
  );
}

/** A tile of what the transposed convolution gives, from one more pixel right and below. @param tile even in place and size. */
function raised(kernel: tf.Tensor4D, { layer, slope }: Read, { x, y, width, height }: Tile): tf.Tensor4D {
  const seen = { x: x / 2, y: y / 2, width: width / 2 + 1, height: height / 2 + 1 };
  const values = gathered([layer], seen, slope);
  return tf.tidy(() => {
    const input = tf.tensor4d(values, [1, seen.height, seen.width, layer.channels]);
    const all = convolveBack(input, kernel, UP, [2 * seen.height, 2 * seen.width]);
    return tf.slice(all, [0, 0, 0, 0], [1, height, width, -1]);
  });
}
