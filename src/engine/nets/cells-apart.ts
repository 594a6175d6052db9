import * as tf from '@tensorflow/tfjs-core';
import { addRaised } from '../ops/add-raised.ts';
import { conv, noMargin, sameMargin } from '../ops/conv.ts';
import { gpuCaughtUp } from '../ops/gpu-caught-up.ts';
import { nextTask } from '../steps/next-task.ts';
import type { Tensors } from './weights.ts';

/** What fixes the net. */
export interface CellsApartSizes {
  /** Channels at full size, at half, at a quarter, ... */
  readonly widths: readonly number[];
  /** Channels of the very first convolution. */
  readonly stem: number;
}

/** Convolutions that are added to what goes into them, at the smallest size. */
export const DEEP = 2;
/** Planes that come out. */
const OUTPUTS = 3;

/** The shape of every weight, by name: a convolution's is [out, in, rows, columns]. */
export function cellsApartShapes({ widths, stem }: CellsApartSizes): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const add = (layer: string, ins: number, outs: number, side: 1 | 3) => {
    shapes.set(`${layer}.weight`, [outs, ins, side, side]);
    shapes.set(`${layer}.bias`, [outs]);
  };
  for (const [n, width] of widths.entries()) {
    const inside = n === 0 ? stem : width;
    add(`down.${n}.0`, widths[n - 1] ?? 1, inside, 3);
    add(`down.${n}.1`, inside, width, 3);
  }
  const last = widths.at(-1) ?? 0;
  for (let n = 0; n < DEEP; n++) add(`deep.${n}`, last, last, 3);
  for (const [n, width] of widths.slice(0, -1).entries()) {
    add(`lateral.${n}`, widths[n + 1] ?? 0, width, 1);
    add(`up.${n}`, width, width, 3);
  }
  add('out', widths[0] ?? 0, OUTPUTS, 1);
  return shapes;
}

/** The sides of what goes in are whole multiples of this, in pixels. */
export const grainOf = ({ widths }: CellsApartSizes): number => 2 ** (widths.length - 1);

/** What the net says of each pixel, row after row, as numbers of any range. */
export interface CellPlanes {
  readonly width: number;
  readonly height: number;
  /** Logit of "inside a cell". */
  readonly inside: Float32Array;
  /** Distance to the border of its own cell, as a share of the cell's largest. */
  readonly deep: Float32Array;
  /** Logit of "two cells touch here". */
  readonly between: Float32Array;
}

/**
 * A U-Net (Ronneberger et al. 2015, arXiv 1505.04597) that adds its skips instead of joining them, with batch norm folded
 * into its convolutions, so that a pixel depends on its surroundings alone and never on what else is in the tile. Yields after
 * each layer, in a new task; no tensor stays but the weights, however it ends.
 *
 * @param weights by the names of `cellsApartShapes`, as `toTensors` arranges them; the caller's.
 * @param grey height * width values, 0..1.
 * @param width and `height`: multiples of `grainOf`.
 */
export async function* cellPlanes(
  weights: Tensors,
  { widths }: CellsApartSizes,
  grey: Float32Array,
  width: number,
  height: number,
): AsyncGenerator<{ done: number; of: number }, CellPlanes> {
  const layer = (x: tf.Tensor4D, name: string, relu = true): tf.Tensor4D => {
    const filter = weights.get(`${name}.weight`) as tf.Tensor4D; // the loader has compared names and shapes
    const bias = weights.get(`${name}.bias`) as tf.Tensor1D;
    const margin = filter.shape[0] === 1 ? noMargin : sameMargin(filter.shape);
    return conv(x, filter, 1, margin, { bias, relu });
  };
  const depth = widths.length - 1;
  const skips: tf.Tensor4D[] = [];
  let x = tf.tensor4d(grey, [1, height, width, 1]);
  const replace = (next: tf.Tensor4D) => {
    x.dispose();
    x = next;
  };
  const of = 2 * (depth + 1) + DEEP + depth + 1;
  let done = 0;
  let caughtUp = Promise.resolve();
  const step = async () => {
    const before = caughtUp;
    caughtUp = gpuCaughtUp();
    await before; // one layer ahead of the GPU, no more: else an abort would wait for all of them
    await nextTask();
    return { done: ++done, of };
  };
  try {
    for (let n = 0; n <= depth; n++) {
      replace(tf.tidy(() => layer(n === 0 ? x : tf.maxPool(x, 2, 2, 'valid'), `down.${n}.0`)));
      yield await step();
      replace(layer(x, `down.${n}.1`));
      yield await step();
      if (n < depth) skips.push(tf.clone(x));
    }
    for (let n = 0; n < DEEP; n++) {
      replace(tf.tidy(() => tf.add(x, layer(x, `deep.${n}`))));
      yield await step();
    }
    for (let n = depth - 1; n >= 0; n--) {
      const skip = skips.pop()!; // one for each step down
      try {
        replace(
          tf.tidy(() => {
            const sum = addRaised(skip, layer(x, `lateral.${n}`, false));
            return layer(sum, `up.${n}`);
          }),
        );
      } finally {
        skip.dispose();
      }
      yield await step();
    }
    replace(layer(x, 'out', false));
    const values = await x.data<'float32'>();
    yield await step();
    const plane = (c: number) => {
      const one = new Float32Array(width * height);
      for (let i = 0; i < one.length; i++) one[i] = values[OUTPUTS * i + c]!; // as many as pixels and planes
      return one;
    };
    return { width, height, inside: plane(0), deep: plane(1), between: plane(2) };
  } finally {
    tf.dispose([x, ...skips]);
  }
}
