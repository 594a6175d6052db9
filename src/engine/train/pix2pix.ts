import * as tf from '@tensorflow/tfjs-core';
import { beside } from '../nets/layers.ts';
import { patchGan, patchGanShapes } from '../nets/patchgan.ts';
import { given, Tape } from '../nets/tape.ts';
import { unetShapes } from '../nets/unet.ts';
import { unetOnTape } from '../nets/unet-on-tape.ts';
import { type Tensors, toTensors } from '../nets/weights.ts';
import { nextTask } from '../next-task.ts';
import type { Picture } from '../picture.ts';
import { type AdamSettings, type Learner, learner } from './adam.ts';
import { descend, valuesOf } from './descend.ts';
import { drawnWeights } from './drawn-weights.ts';
import { cutOf, type Example, exampleOf, type Pair, randomOfStep } from './example.ts';
import { adversarial, l1 } from './losses.ts';
import { type Pix2pixPlan, type Plan, rateAt } from './plan.ts';

/** The two nets of Pix2pix (Isola et al. 2017, arXiv 1611.07004). */
export interface Pix2pix {
  readonly generator: Learner;
  readonly discriminator: Learner;
}

/** What one step found, before it moved. */
export interface Pix2pixLosses {
  /** The discriminator's: of real and of made pairs, halved where the plan says so. */
  readonly discriminator: number;
  readonly adversarial: number;
  /** Mean absolute difference to the truth, of 0..2. */
  readonly l1: number;
  /** The generator's whole: adversarial + lambdaL1 * l1. */
  readonly generator: number;
}

/** Steps down of a U-Net whose innermost picture is one pixel. */
export const depthOf = (size: number): number => Math.log2(size);

/** Both nets as they start, drawn from the plan's seed, on the current backend. */
export function newPix2pix(inputs: Plan['inputs'], { ngf, ndf, size, seed }: Pix2pixPlan): Pix2pix {
  const random = randomOfStep(seed, 0);
  const drawn = (shapes: Map<string, readonly number[]>) => learner(toTensors(drawnWeights(shapes, random)));
  return {
    generator: drawn(unetShapes({ ngf, inputChannels: inputs.length, depth: depthOf(size) })),
    discriminator: drawn(patchGanShapes({ ndf, inputChannels: inputs.length + 3 })),
  };
}

/**
 * One step of both nets on one pair, the discriminator's first: it learns to tell what the generator has just made
 * from the truth, then the generator learns from what the discriminator now says.
 *
 * @param step its number, from 1.
 */
export async function pix2pixStep(
  plan: Pix2pixPlan,
  { generator, discriminator }: Pix2pix,
  { input, target }: Example,
  step: number,
): Promise<Pix2pixLosses> {
  const settings = { ...plan, rate: rateAt(plan, step) };
  const masks: tf.Tensor4D[] = [];
  const random = randomOfStep(plan.seed, step);
  const dropout = (shape: tf.Tensor4D['shape']) => {
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
      random() < 0.5 ? 0 : 2,
    );
    const mask = tf.tensor4d(values, shape);
    masks.push(mask);
    return mask;
  };
  const tape = new Tape();
  const found: tf.Scalar[] = [];
  try {
    const learnt = valuesOf(generator.weights, true);
    const condition = given(input, false);
    const made = unetOnTape(tape, learnt, condition, depthOf(plan.size), plan.dropout ? dropout : null);
    found.push(...discriminatorStep(plan, discriminator, { input, target }, made.tensor, settings, step));
    await nextTask();

    const logits = patchGan(tape, valuesOf(discriminator.weights, false), beside(tape, condition, made));
    const fooled = adversarial(tape, plan.game, logits, true);
    const off = l1(tape, made, target);
    found.push(tf.clone(fooled.tensor), tf.clone(off.tensor));
    const parts = [[fooled, 1] as const, [off, plan.lambdaL1] as const];
    descend(tape, parts, generator, learnt, settings, step);
    const [real = 0, fake = 0, adversarialLoss = 0, l1Loss = 0] = await numbersOf(found);
    return {
      discriminator: (real + fake) * (plan.halved ? 0.5 : 1),
      adversarial: adversarialLoss,
      l1: l1Loss,
      generator: adversarialLoss + plan.lambdaL1 * l1Loss,
    };
  } finally {
    tape.dispose();
    tf.dispose([...masks, ...found]);
  }
}

/** @returns the losses of the real and of the made pair, which the caller disposes. */
function discriminatorStep(
  plan: Pix2pixPlan,
  discriminator: Learner,
  { input, target }: Example,
  made: tf.Tensor4D,
  settings: AdamSettings,
  step: number,
): tf.Scalar[] {
  const tape = new Tape();
  try {
    const values = valuesOf(discriminator.weights, true);
    const weight = plan.halved ? 0.5 : 1;
    const parts = [target, made].map((picture) => {
      const pair = beside(tape, given(input, false), given(picture, false));
      const loss = adversarial(tape, plan.game, patchGan(tape, values, pair), picture === target);
      return [loss, weight] as const;
    });
    const found = parts.map(([loss]) => tf.clone(loss.tensor));
    descend(tape, parts, discriminator, values, settings, step);
    return found;
  } finally {
    tape.dispose();
  }
}

const numbersOf = (scalars: readonly tf.Scalar[]): Promise<number[]> =>
  Promise.all(scalars.map(async (scalar) => (await scalar.data())[0] ?? Number.NaN));

/** What a generator makes of a pair's input, without dropout: RGB. */
export async function paintPair(plan: Plan, weights: Tensors, pair: Pair): Promise<Picture> {
  const { size } = plan.train;
  const { input, target } = exampleOf(pair, plan.inputs, cutOf(size, null));
  const tape = new Tape();
  try {
    const made = unetOnTape(tape, valuesOf(weights, false), given(input, false), depthOf(size), null);
    const values = await made.tensor.data<'float32'>();
    const data = Uint8Array.from(values, (value) => Math.round((value + 1) * 127.5)); // tanh: inside 0..255
    return { width: size, height: size, channels: 3, data };
  } finally {
    tape.dispose();
    tf.dispose([input, target]);
  }
}
