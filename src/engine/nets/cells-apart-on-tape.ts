import * as tf from '@tensorflow/tfjs-core';
import { addRaised, addRaisedGradient } from '../ops/add-raised.ts';
import { conv, noMargin, sameMargin } from '../ops/conv.ts';
import { convolveBack, kernelGradient } from '../ops/convolution.ts';
import { maxPoolGradient } from '../ops/max-pool-gradient.ts';
import { type CellsApartSizes, DEEP } from './cells-apart.ts';
import { add, weightOf } from './layers.ts';
import type { Tape, Value, Values } from './tape.ts';

/**
 * The net of `cells-apart.ts` as a computation that can learn; the same weights by the same names. What lies below the first
 * layer that learns costs no way back.
 *
 * @param x [1, height, width, 1], 0..1, the sides multiples of `grainOf`.
 * @returns [1, height, width, 3]: logit of "inside a cell", depth, logit of "two cells touch here".
 */
export function cellsApartOnTape(
  tape: Tape,
  weights: Values,
  x: Value,
  { widths }: Pick<CellsApartSizes, 'widths'>,
): Value {
  const depth = widths.length - 1;
  const skips: Value[] = [];
  let now = x;
  for (let n = 0; n <= depth; n++) {
    now = layer(tape, n === 0 ? now : halved(tape, now), weights, `down.${n}.0`);
    now = layer(tape, now, weights, `down.${n}.1`);
    if (n < depth) skips.push(now);
  }
  for (let n = 0; n < DEEP; n++) now = add(tape, now, layer(tape, now, weights, `deep.${n}`));
  for (let n = depth - 1; n >= 0; n--) {
    const lateral = layer(tape, now, weights, `lateral.${n}`, false);
    now = layer(tape, plusRaised(tape, skips[n] as Value, lateral), weights, `up.${n}`); // one for each step up
  }
  return layer(tape, now, weights, 'out', false);
}

/** A convolution with its bias, and a ReLU in the same pass. */
function layer(tape: Tape, x: Value, weights: Values, name: string, relu = true): Value {
  const kernel = weightOf(weights, `${name}.weight`);
  const bias = weightOf<tf.Tensor1D>(weights, `${name}.bias`);
  const filter = kernel.tensor;
  const [rows, columns] = filter.shape;
  const walk = { stride: 1, pad: (rows - 1) / 2 } as const;
  const margin = rows === 1 ? noMargin : sameMargin(filter.shape);
  const y = conv(x.tensor, filter, 1, margin, { bias: bias.tensor, relu });
  return tape.put([x, kernel, bias], y, (dy, [toX, toKernel, toBias]) => {
    const dz: tf.Tensor4D = relu ? tf.mul(dy, tf.step(y)) : dy;
    const [, height, width] = x.tensor.shape;
    return [
      toX ? convolveBack(dz, filter, walk, [height, width]) : null,
      toKernel ? kernelGradient(x.tensor, dz, walk, [rows, columns]) : null,
      toBias ? tf.sum(dz, [0, 1, 2]) : null,
    ];
  });
}

/** The largest of 2 x 2 pixels; `x` is 0 and up. */
function halved(tape: Tape, x: Value): Value {
  const y = tf.maxPool(x.tensor, 2, 2, 'valid');
  return tape.put([x], y, (dy) => [maxPoolGradient(dy, x.tensor, y, 2)]);
}

/** `x` and one of half its size whose every pixel stands for 2 x 2. */
function plusRaised(tape: Tape, x: Value, half: Value): Value {
  return tape.put([x, half], addRaised(x.tensor, half.tensor), (dy, [toX, toHalf]) => [
    toX ? tf.clone(dy) : null,
    toHalf ? addRaisedGradient(dy) : null,
  ]);
}
