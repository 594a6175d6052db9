import * as tf from '@tensorflow/tfjs-core';
import { beside } from '../nets/layers.ts';
import { patchGan, patchGanShapes } from '../nets/patchgan.ts';
import { given, Tape } from '../nets/tape.ts';
import { toTensors } from '../nets/weights.ts';
import { randomOfStep } from '../random.ts';
import { nextTask } from '../steps/next-task.ts';
import { type AdamSettings, type Learner, learner } from './adam.ts';
import { descend, numbersOf, valuesOf } from './descend.ts';
import { drawnWeights } from './drawn-weights.ts';
import type { Example } from './example.ts';
import { generate, generatorShapes } from './generator.ts';
import { adversarial, l1 } from './losses.ts';
import { type Pix2pixPlan, type Plan, rateAt } from './plan.ts';

/** The two nets of Pix2pix (Isola et al. 2017, arXiv 1611.07004). */
export interface Pix2pix {
  readonly method: 'pix2pix';
  readonly learners: { readonly generator: Learner; readonly discriminator: Learner };
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

/** Both nets as they start, drawn from the plan's seed, on the current backend. */
export function newPix2pix(inputs: Plan['inputs'], plan: Pix2pixPlan): Pix2pix {
  const random = randomOfStep(plan.seed, 0);
  const drawn = (shapes: ReadonlyMap<string, readonly number[]>) =>
    learner(toTensors(drawnWeights(shapes, random)));
  return {
    method: 'pix2pix',
    learners: {
      generator: drawn(generatorShapes(plan, inputs.length)),
      discriminator: drawn(patchGanShapes({ ndf: plan.ndf, inputChannels: inputs.length + 3 })),
    },
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
  { learners: { generator, discriminator } }: Pix2pix,
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
    const made = generate(tape, plan, learnt, condition, plan.dropout ? dropout : null);
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
