import type * as tf from '@tensorflow/tfjs-core';
import { beside, bias, conv, masked, norm, raise, relu, tanh, weightOf } from './layers.ts';
import { given, type Tape, type Value, type Values } from './tape.ts';
import { LEAK } from './unet-shapes.ts';

/** Ups that dropout follows in Isola et al.: the first three. */
const DROPPED = 3;

/**
 * The generator of `unet.ts` as a computation that can learn; the same weights by the same names.
 *
 * @param x [1, side, side, in], side a multiple of 2 ** depth, -1..1.
 * @param depth steps down, and as many up.
 * @param dropout for a shape, what its values are multiplied with: 0, or 2 for those kept; the tape does not own it.
 *   Null leaves dropout out.
 * @returns [1, side, side, 3], -1..1.
 */
export function unetOnTape(
  tape: Tape,
  weights: Values,
  x: Value,
  depth: number,
  dropout: ((shape: tf.Tensor4D['shape']) => tf.Tensor4D) | null,
): Value {
  const walk = { stride: 2, pad: 1 } as const;
  const kernel = (layer: string) => weightOf(weights, `${layer}.conv.weight`);
  const skips: Value[] = [];
  let now = x;
  for (let i = 1; i <= depth; i++) {
    const layer = `down${i}`;
    const z = conv(tape, now, kernel(layer), walk);
    const slope = i === depth ? 0 : LEAK;
    now =
      i === 1 || i === depth ? bias(tape, z, weights, layer, slope) : norm(tape, z, weights, layer, slope);
    if (i < depth) skips.push(now);
  }
  for (let i = 1; i < depth; i++) {
    const layer = `up${i}`;
    now = norm(tape, raise(tape, now, kernel(layer)), weights, layer, 0);
    if (dropout && i <= DROPPED) now = masked(tape, now, given(dropout(now.tensor.shape), false));
    // A skip is a leaky activation: its ReLU is that of the value itself.
    now = beside(tape, now, relu(tape, skips[depth - 1 - i] as Value)); // one for each step up but the last
  }
  const head = `up${depth}`;
  return tanh(tape, bias(tape, raise(tape, now, kernel(head)), weights, head, 1));
}
