import * as tf from '@tensorflow/tfjs-core';
import { conv, type Margin } from '../ops/conv.ts';
import {
  arrangeConvTranspose,
  type ConvTranspose,
  convTranspose,
  fasterForm,
} from '../ops/conv-transpose.ts';
import { gpuCaughtUp } from '../ops/gpu-caught-up.ts';
import { instanceNorm } from '../ops/instance-norm.ts';
import { kernelOf } from '../ops/kernel-taps.ts';
import type { Norm } from '../ops/norm.ts';
import { upBlock } from '../ops/up-block.ts';
import { longTurns } from '../steps/long-turns.ts';
import { nextTask } from '../steps/next-task.ts';
import { interleaved } from './interleaved.ts';
import { LEAK, type UnetSizes } from './unet-shapes.ts';
import type { Weight } from './weights.ts';

/** Zeros around a picture before each 4x4 convolution of stride 2, so that it comes out half as large. */
const MARGIN: Margin = { top: 1, bottom: 1, left: 1, right: 1 };

/** One layer on a stack of pictures: takes those it needs from its end and gives the next one. */
interface Layer {
  readonly takes: number;
  run(stack: readonly tf.Tensor4D[]): tf.Tensor4D;
}

/** A convolution on the way down: a bias where nothing is normalised. */
export interface Down {
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D | null;
  readonly norm: Norm | null;
}

/** A transposed convolution on the way up, with its bias; the last has no norm. */
export interface Up {
  readonly raised: ConvTranspose;
  readonly norm: Norm | null;
}

/** A U-Net whose weights lie on the backend that was current when it was made. */
export interface Unet {
  readonly inputChannels: number;
  readonly layers: readonly Layer[];
  /** What the layers are made of, outermost first on the way down, innermost first on the way up. */
  readonly downs: readonly Down[];
  readonly ups: readonly Up[];
  dispose(): void;
}

/**
 * The generator of Pix2pix (Isola et al. 2017, arXiv 1611.07004), without dropout and with instance norm: as
 * many convolutions down as up, eight at 256 px, with skip connections, each 4x4 of stride 2.
 *
 * @param weights by the names and of the shapes of `unetShapes`; they are copied.
 */
export function unet(weights: ReadonlyMap<string, Weight>, { inputChannels, depth }: UnetSizes): Unet {
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T) => {
    kept.push(tensor);
    return tensor;
  };
  const weight = (name: string) => weights.get(name) as Weight; // the caller has compared them with unetShapes
  const vector = (name: string) => keep(tf.tensor1d(weight(name).values));
  const norm = (layer: string): Norm => ({
    scale: vector(`${layer}.norm.scale`),
    offset: vector(`${layer}.norm.offset`),
  });
  const raise = (layer: string, bias: tf.Tensor1D | null): ConvTranspose => {
    const stored = weight(`${layer}.conv.weight`);
    const arranged = arrangeConvTranspose(stored, bias, fasterForm(stored.shape[1] ?? 0));
    arranged.filters.forEach(keep);
    return arranged;
  };
  const numbers = Array.from({ length: depth }, (_, i) => i + 1);
  const downs = numbers.map((i): Down => {
    const stored = weight(`down${i}.conv.weight`);
    const [outs = 0, ins = 0] = stored.shape;
    const filter = keep(tf.tensor4d(kernelOf(stored), [4, 4, ins, outs]));
    const isNormed = i > 1 && i < depth;
    return {
      filter,
      bias: isNormed ? null : vector(`down${i}.conv.bias`),
      norm: isNormed ? norm(`down${i}`) : null,
    };
  });
  const ups = numbers.map(
    (i): Up =>
      i < depth
        ? { raised: raise(`up${i}`, null), norm: norm(`up${i}`) }
        : { raised: raise(`up${i}`, vector(`up${i}.conv.bias`)), norm: null },
  );
  const layers = [...downs.map(downLayer), ...ups.map(upLayer)];
  return { inputChannels, layers, downs, ups, dispose: () => tf.dispose(kept) };
}

function downLayer({ filter, bias, norm }: Down, i: number): Layer {
  if (norm) {
    return {
      takes: 0,
      run: (stack) => instanceNorm(conv(top(stack), filter, 2, MARGIN, null), norm, LEAK),
    };
  }
  const ending = { bias: bias as tf.Tensor1D }; // where there is no norm, there is a bias
  if (i === 0) {
    const leaky = { ...ending, activation: 'leakyrelu', leakyreluAlpha: LEAK } as const;
    return {
      takes: 0,
      run: (stack) => tf.fused.conv2d({ x: top(stack), filter, strides: 2, pad: 'same', ...leaky }),
    };
  }
  return { takes: 0, run: (stack) => conv(top(stack), filter, 2, MARGIN, { ...ending, relu: true }) };
}

function upLayer({ raised, norm }: Up): Layer {
  if (!norm) return { takes: 1, run: (stack) => tf.tanh(convTranspose(top(stack), raised)) };
  // A skip is kept as its leaky activation, which the way down needs: its ReLU is that of the value itself.
  return { takes: 2, run: (stack) => upBlock(top(stack), raised, norm, top(stack, 2)) };
}

const top = (stack: readonly tf.Tensor4D[], nth = 1) => stack.at(-nth) as tf.Tensor4D; // layers fit one another

/**
 * Paints one picture. Yields between two layers, in a new task, whenever 8 ms have passed, so that the caller may stop; no tensor
 * stays, however it ends.
 *
 * @param planes one for each input channel: height * width values, -1..1.
 * @param width and `height`: multiples of 2 ** depth.
 * @returns RGB, height * width * 3 values, -1..1.
 */
export async function* paint(
  net: Unet,
  planes: readonly Float32Array[],
  width: number,
  height: number,
): AsyncGenerator<{ done: number; of: number }, Float32Array> {
  const stack = [tf.tensor4d(interleaved(planes), [1, height, width, net.inputChannels])];
  let caughtUp = Promise.resolve();
  const isLong = longTurns();
  try {
    for (const [i, layer] of net.layers.entries()) {
      const next = tf.tidy(() => layer.run(stack));
      if (layer.takes > 0) tf.dispose(stack.splice(-layer.takes));
      stack.push(next);
      const before = caughtUp;
      caughtUp = gpuCaughtUp();
      await before; // one layer ahead of the GPU, no more: else an abort would wait for all of them
      if (!isLong()) continue;
      await nextTask();
      yield { done: i + 1, of: net.layers.length };
    }
    return (await top(stack).data()) as Float32Array; // float32 as all in the net
  } finally {
    tf.dispose(stack);
  }
}
