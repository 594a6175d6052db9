import * as tf from '@tensorflow/tfjs-core';
import { convolve, convolveBack, kernelGradient } from '../ops/convolution.ts';
import { instanceNorm } from '../ops/instance-norm.ts';
import { instanceNormGradient } from '../ops/instance-norm-gradient.ts';
import { reflectPad, reflectPadGradient } from '../ops/reflect-pad.ts';
import type { Size, Walk } from '../ops/walk.ts';
import type { Tape, Value, Values } from './tape.ts';

// The operations that the nets are made of, on a tape: [1, height, width, channels] in and out.

/** A net's weight by its name. */
export function weightOf<T extends tf.Tensor = tf.Tensor4D>(weights: Values, name: string): Value<T> {
  const value = weights.get(name);
  if (!value)
    throw new RangeError(`there is no weight ${name}; the net's are ${[...weights.keys()].join(', ')}`);
  return value as Value<T>; // the shapes are the net's own
}

const sizeOf = ({ tensor }: Value): Size => [tensor.shape[1], tensor.shape[2]];
const sidesOf = ({ tensor }: Value): Size => [tensor.shape[0], tensor.shape[1]];

/** @param kernel [rows, columns, in, out]. */
export function conv(tape: Tape, x: Value, kernel: Value, walk: Walk): Value {
  return tape.put([x, kernel], convolve(x.tensor, kernel.tensor, walk), (dy, [toX, toKernel]) => [
    toX ? convolveBack(dy, kernel.tensor, walk, sizeOf(x)) : null,
    toKernel ? kernelGradient(x.tensor, dy, walk, sidesOf(kernel)) : null,
  ]);
}

/**
 * A transposed convolution of stride 2: to a picture of twice the size.
 *
 * @param kernel [rows, columns, out, in].
 */
export function raise(tape: Tape, x: Value, kernel: Value): Value {
  const walk: Walk = { stride: 2, pad: 1 };
  const [height, width] = sizeOf(x);
  const y = convolveBack(x.tensor, kernel.tensor, walk, [2 * height, 2 * width]);
  return tape.put([x, kernel], y, (dy, [toX, toKernel]) => [
    toX ? convolve(dy, kernel.tensor, walk) : null,
    toKernel ? kernelGradient(dy, x.tensor, walk, sidesOf(kernel)) : null,
  ]);
}

/** Instance norm with the scale and offset of a layer, then negative values times `slope`. */
export function norm(tape: Tape, x: Value, weights: Values, layer: string, slope: number): Value {
  const scale = weightOf<tf.Tensor1D>(weights, `${layer}.norm.scale`);
  const offset = weightOf<tf.Tensor1D>(weights, `${layer}.norm.offset`);
  const learnt = { scale: scale.tensor, offset: offset.tensor };
  const y = instanceNorm(x.tensor, learnt, slope);
  return tape.put([x, scale, offset], y, (dy) => {
    const gradients = instanceNormGradient(dy, x.tensor, y, learnt, slope);
    return [gradients.x, gradients.scale, gradients.offset];
  });
}

/** The bias of a layer, then negative values times `slope`. */
export function bias(tape: Tape, x: Value, weights: Values, layer: string, slope: number): Value {
  const value = weightOf<tf.Tensor1D>(weights, `${layer}.conv.bias`);
  const y = tf.tidy(() => activated(tf.add(x.tensor, value.tensor), slope));
  return tape.put([x, value], y, (dy, [, toBias]) => {
    const dx = slope === 1 ? tf.clone(dy) : tf.mul(dy, tf.step(y, slope));
    return [dx, toBias ? tf.sum(dx, [0, 1, 2]) : null];
  });
}

const activated = (x: tf.Tensor4D, slope: number) => (slope === 1 ? x : tf.leakyRelu(x, slope));

/** The channels of `a`, and after them those of `b`. */
export function beside(tape: Tape, a: Value, b: Value): Value {
  const [first, second] = [a.tensor.shape[3], b.tensor.shape[3]];
  return tape.put([a, b], tf.concat([a.tensor, b.tensor], 3), (dy, [toA, toB]) => [
    toA ? tf.slice(dy, [0, 0, 0, 0], [-1, -1, -1, first]) : null,
    toB ? tf.slice(dy, [0, 0, 0, first], [-1, -1, -1, second]) : null,
  ]);
}

export function relu(tape: Tape, x: Value): Value {
  return tape.put([x], tf.relu(x.tensor), (dy) => [tf.mul(dy, tf.step(x.tensor))]);
}

export function tanh(tape: Tape, x: Value): Value {
  const y = tf.tanh(x.tensor);
  return tape.put([x], y, (dy) => [tf.mul(dy, tf.sub(1, tf.square(y)))]);
}

export function add(tape: Tape, a: Value, b: Value): Value {
  return tape.put([a, b], tf.add(a.tensor, b.tensor), (dy, [toA, toB]) => [
    toA ? tf.clone(dy) : null,
    toB ? tf.clone(dy) : null,
  ]);
}

/** A margin of `pad` mirrored pixels. */
export function reflected(tape: Tape, x: Value, pad: number): Value {
  return tape.put([x], reflectPad(x.tensor, pad), (dy) => [reflectPadGradient(dy, pad)]);
}

/** Each value times the mask's, which does not learn: dropout. */
export function masked(tape: Tape, x: Value, mask: Value): Value {
  return tape.put([x, mask], tf.mul(x.tensor, mask.tensor), (dy) => [tf.mul(dy, mask.tensor), null]);
}
