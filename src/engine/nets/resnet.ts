import * as tf from '@tensorflow/tfjs-core';
import { gpuCaughtUp } from '../ops/gpu-caught-up.ts';
import { nextTask } from '../steps/next-task.ts';
import { interleaved } from './interleaved.ts';
import { add, bias, conv, norm, raise, reflected, tanh, weightOf } from './layers.ts';
import { given, Tape, type Value, type Values } from './tape.ts';
import type { Tensors } from './weights.ts';

/** What fixes a ResNet generator. */
export interface ResnetSizes {
  /** Filters of the first convolution; four times as many inside. */
  readonly ngf: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** Residual blocks: 9 for 256 px, 6 for less (Zhu et al. 2017). */
  readonly blocks: number;
}

/** A ResNet whose weights lie on the backend that was current when it was made. */
export interface Resnet extends Pick<ResnetSizes, 'ngf' | 'inputChannels' | 'blocks'> {
  readonly weights: Tensors;
}

/** The shape of every weight, by name: a convolution's is [out, in, rows, columns], a transposed one's [in, out, ...]. */
export function resnetShapes({ ngf, inputChannels, outputChannels, blocks }: ResnetSizes) {
  const shapes = new Map<string, readonly number[]>();
  const normed = (layer: string, weight: readonly number[], channels: number) => {
    shapes.set(`${layer}.conv.weight`, weight);
    shapes.set(`${layer}.norm.scale`, [channels]);
    shapes.set(`${layer}.norm.offset`, [channels]);
  };
  normed('first', [ngf, inputChannels, 7, 7], ngf);
  normed('down1', [2 * ngf, ngf, 3, 3], 2 * ngf);
  normed('down2', [4 * ngf, 2 * ngf, 3, 3], 4 * ngf);
  for (let i = 1; i <= blocks; i++) {
    for (const half of ['a', 'b']) normed(`block${i}${half}`, [4 * ngf, 4 * ngf, 3, 3], 4 * ngf);
  }
  normed('up1', [4 * ngf, 2 * ngf, 3, 3], 2 * ngf);
  normed('up2', [2 * ngf, ngf, 3, 3], ngf);
  shapes.set('last.conv.weight', [outputChannels, ngf, 7, 7]);
  shapes.set('last.conv.bias', [outputChannels]);
  return shapes;
}

/** One part of the net, from a picture to the next. */
type Part = (tape: Tape, weights: Values, x: Value) => Value;

/**
 * The generator of CycleGAN (Zhu et al. 2017, arXiv 1703.10593; Johnson et al. 2016) as parts in a row, so that
 * painting can pause between them: c7s1, two steps down, residual blocks, two steps up, c7s1, tanh; mirrored margins
 * and instance norm.
 */
function resnetParts({ blocks }: Pick<ResnetSizes, 'blocks'>): readonly Part[] {
  const kernel = (weights: Values, layer: string) => weightOf(weights, `${layer}.conv.weight`);
  const inside =
    (layer: string, pad: number, slope: number): Part =>
    (tape, weights, x) => {
      const z = conv(tape, reflected(tape, x, pad), kernel(weights, layer), { stride: 1, pad: 0 });
      return norm(tape, z, weights, layer, slope);
    };
  const down =
    (layer: string): Part =>
    (tape, weights, x) =>
      norm(tape, conv(tape, x, kernel(weights, layer), { stride: 2, pad: 1 }), weights, layer, 0);
  const up =
    (layer: string): Part =>
    (tape, weights, x) =>
      norm(tape, raise(tape, x, kernel(weights, layer)), weights, layer, 0);
  const block =
    (name: string): Part =>
    (tape, weights, x) =>
      add(tape, x, inside(`${name}b`, 1, 1)(tape, weights, inside(`${name}a`, 1, 0)(tape, weights, x)));
  const last: Part = (tape, weights, x) => {
    const z = conv(tape, reflected(tape, x, 3), kernel(weights, 'last'), { stride: 1, pad: 0 });
    return tanh(tape, bias(tape, z, weights, 'last', 1));
  };
  return [
    inside('first', 3, 0),
    down('down1'),
    down('down2'),
    ...Array.from({ length: blocks }, (_, i) => block(`block${i + 1}`)),
    up('up1'),
    up('up2'),
    last,
  ];
}

/**
 * The whole net.
 *
 * @param x [1, side, side, in], side a multiple of 4 and at least 8, -1..1.
 * @returns [1, side, side, out], -1..1.
 */
export function resnet(tape: Tape, weights: Values, x: Value, sizes: Pick<ResnetSizes, 'blocks'>): Value {
  return resnetParts(sizes).reduce((now, part) => part(tape, weights, now), x);
}

/**
 * Paints one picture. Yields after each part, in a new task, so that the caller may stop; no tensor stays but the
 * weights, however it ends.
 *
 * @param weights the caller's; on the current backend.
 * @param planes one for each input channel: height * width values, -1..1.
 * @param width and `height`: multiples of 4.
 * @returns height * width * out values, -1..1.
 */
export async function* paintResnet(
  weights: Tensors,
  sizes: Pick<ResnetSizes, 'blocks'>,
  planes: readonly Float32Array[],
  width: number,
  height: number,
): AsyncGenerator<{ done: number; of: number }, Float32Array> {
  const values = new Map(Array.from(weights, ([name, tensor]) => [name, given(tensor, false)]));
  const parts = resnetParts(sizes);
  let now = tf.tensor4d(interleaved(planes), [1, height, width, planes.length]);
  let caughtUp = Promise.resolve();
  try {
    for (const [i, part] of parts.entries()) {
      const tape = new Tape();
      const before = now;
      try {
        now = tf.clone(part(tape, values, given(before, false)).tensor);
        before.dispose();
      } finally {
        tape.dispose();
      }
      const earlier = caughtUp;
      caughtUp = gpuCaughtUp();
      await earlier; // one part ahead of the GPU, no more: else an abort would wait for all of them
      await nextTask();
      yield { done: i + 1, of: parts.length };
    }
    return await now.data<'float32'>();
  } finally {
    now.dispose();
  }
}
