import * as tf from '@tensorflow/tfjs-core';
import { patchGan, patchGanShapes } from '../nets/patchgan.ts';
import { given, Tape, type Value } from '../nets/tape.ts';
import { toTensors } from '../nets/weights.ts';
import { randomOfStep } from '../random.ts';
import { nextTask } from '../steps/next-task.ts';
import { type AdamSettings, adam, disposeLearner, type Learner, learner } from './adam.ts';
import { descend, gradientsOf, numbersOf, type Part, valuesOf } from './descend.ts';
import { drawnWeights } from './drawn-weights.ts';
import type { Example } from './example.ts';
import { generate, generatorShapes } from './generator.ts';
import { adversarial, l1 } from './losses.ts';
import { type CycleGanPlan, rateAt } from './plan.ts';
import { fromPool } from './pool.ts';

/**
 * The four nets of CycleGAN (Zhu et al. 2017, arXiv 1703.10593). Edges are RGB too, as in both originals: only so does
 * the identity loss mean something.
 */
export interface CycleGan {
  readonly method: 'cyclegan';
  readonly learners: {
    readonly toColour: Learner;
    readonly toEdges: Learner;
    readonly judgeColour: Learner;
    readonly judgeEdges: Learner;
  };
  /** What the generators made before. */
  readonly pools: { readonly colour: tf.Tensor4D[]; readonly edges: tf.Tensor4D[] };
}

/** What one step found, before it moved. */
export interface CycleGanLosses {
  /** The discriminators', halved where the plan says so. */
  readonly judgeColour: number;
  readonly judgeEdges: number;
  /** Of both generators: how far they are from being taken for real, from coming back, and from leaving alone what is there already. */
  readonly adversarial: number;
  readonly cycle: number;
  readonly identity: number;
  /** The whole: adversarial + lambdaCycle * cycle + lambdaIdentity * identity. */
  readonly generator: number;
}

export function newCycleGan(plan: CycleGanPlan): CycleGan {
  const random = randomOfStep(plan.seed, 0);
  const drawn = (shapes: ReadonlyMap<string, readonly number[]>) =>
    learner(toTensors(drawnWeights(shapes, random)));
  const judge = patchGanShapes({ ndf: plan.ndf, inputChannels: 3 });
  return {
    method: 'cyclegan',
    learners: {
      toColour: drawn(generatorShapes(plan, 3)),
      toEdges: drawn(generatorShapes(plan, 3)),
      judgeColour: drawn(judge),
      judgeEdges: drawn(judge),
    },
    pools: { colour: [], edges: [] },
  };
}

export function disposeCycleGan({ learners, pools }: CycleGan): void {
  for (const one of Object.values(learners)) disposeLearner(one);
  tf.dispose([pools.colour, pools.edges]);
}

/** One way round: from a picture of one kind to the other kind and back. */
interface Way {
  readonly there: Learner;
  readonly back: Learner;
  readonly judge: Learner;
  readonly from: tf.Tensor4D;
}

/**
 * One step of all four nets on edges and a picture that need not belong together: both generators learn from what the
 * discriminators say now, then the discriminators from what was made.
 *
 * @param example the input has three channels.
 * @param step its number, from 1.
 */
export async function cycleGanStep(
  plan: CycleGanPlan,
  { learners, pools }: CycleGan,
  { input, target }: Example,
  step: number,
): Promise<CycleGanLosses> {
  const { toColour, toEdges, judgeColour, judgeEdges } = learners;
  const settings = { ...plan, rate: rateAt(plan, step) };
  const random = randomOfStep(plan.seed, step);
  const ways: Way[] = [
    { there: toColour, back: toEdges, judge: judgeColour, from: input },
    { there: toEdges, back: toColour, judge: judgeEdges, from: target },
  ];
  const found: tf.Scalar[] = [];
  const made: tf.Tensor4D[] = [];
  const due = new Map<Learner, Map<string, tf.Tensor>>();
  try {
    for (const way of ways) {
      goRound(plan, way, due, made, found);
      await nextTask();
    }
    for (const [one, gradients] of due) adam(one, gradients, settings, step);
    const [madeColour, madeEdges] = made as [tf.Tensor4D, tf.Tensor4D]; // one for each way
    found.push(
      judgeStep(
        plan,
        judgeColour,
        target,
        fromPool(pools.colour, madeColour, plan.pool, random),
        settings,
        step,
      ),
    );
    await nextTask();
    found.push(
      judgeStep(plan, judgeEdges, input, fromPool(pools.edges, madeEdges, plan.pool, random), settings, step),
    );

    const numbers = await numbersOf(found);
    const [fooled1 = 0, cycle1 = 0, identity1 = 0, fooled2 = 0, cycle2 = 0, identity2 = 0] = numbers;
    const [judgedColour = 0, judgedEdges = 0] = numbers.slice(6);
    const parts = { adversarial: fooled1 + fooled2, cycle: cycle1 + cycle2, identity: identity1 + identity2 };
    const generator =
      parts.adversarial + plan.lambdaCycle * parts.cycle + plan.lambdaIdentity * parts.identity;
    return { judgeColour: judgedColour, judgeEdges: judgedEdges, ...parts, generator };
  } finally {
    tf.dispose([...found, ...made, ...[...due.values()].flatMap((gradients) => [...gradients.values()])]);
  }
}

/** Adds one way's gradients to those that are due, what it made to `made`, and its three losses to `found`. */
function goRound(
  plan: CycleGanPlan,
  { there, back, judge, from }: Way,
  due: Map<Learner, Map<string, tf.Tensor>>,
  made: tf.Tensor4D[],
  found: tf.Scalar[],
): void {
  const tape = new Tape();
  try {
    const [onward, homeward] = [valuesOf(there.weights, true), valuesOf(back.weights, true)];
    const start: Value = given(from, false);
    const picture = generate(tape, plan, onward, start, null);
    made.push(tf.clone(picture.tensor));
    const fooled = adversarial(
      tape,
      plan.game,
      patchGan(tape, valuesOf(judge.weights, false), picture),
      true,
    );
    const cycle = l1(tape, generate(tape, plan, homeward, picture, null), from);
    // The net of the way back makes pictures of this kind: given one, it should leave it alone.
    const identity = l1(tape, generate(tape, plan, homeward, start, null), from);
    found.push(...[fooled, cycle, identity].map(({ tensor }) => tf.clone(tensor)));
    const parts: Part[] = [
      [fooled, 1],
      [cycle, plan.lambdaCycle],
      [identity, plan.lambdaIdentity],
    ];
    for (const [one, gradients] of gradientsOf(tape, parts, [
      [there, onward],
      [back, homeward],
    ])) {
      due.set(one, summed(due.get(one), gradients));
    }
  } finally {
    tape.dispose();
  }
}

/** Both together; the two that went in are gone. */
function summed(
  before: ReadonlyMap<string, tf.Tensor> | undefined,
  gradients: Map<string, tf.Tensor>,
): Map<string, tf.Tensor> {
  if (!before) return gradients;
  return new Map(
    Array.from(gradients, ([name, gradient]) => {
      const other = before.get(name) as tf.Tensor; // both are of all weights
      const sum = tf.add(other, gradient);
      tf.dispose([other, gradient]);
      return [name, sum];
    }),
  );
}

/**
 * @param made is disposed.
 * @returns the loss, which the caller disposes.
 */
function judgeStep(
  plan: CycleGanPlan,
  judge: Learner,
  real: tf.Tensor4D,
  made: tf.Tensor4D,
  settings: AdamSettings,
  step: number,
): tf.Scalar {
  const tape = new Tape();
  try {
    const values = valuesOf(judge.weights, true);
    const weight = plan.halved ? 0.5 : 1;
    const parts = [real, made].map((picture): Part => {
      const logits = patchGan(tape, values, given(picture, false));
      return [adversarial(tape, plan.game, logits, picture === real), weight];
    });
    const loss = tf.tidy(() => tf.mul<tf.Scalar>(tf.addN(parts.map(([{ tensor }]) => tensor)), weight));
    descend(tape, parts, judge, values, settings, step);
    return loss;
  } finally {
    tape.dispose();
    made.dispose();
  }
}
