import type { Tensors } from '../nets/weights.ts';
import type { Pair } from '../pairs/pair-image.ts';
import type { Picture } from '../picture.ts';
import { randomOfStep } from '../random.ts';
import { nextTask } from '../steps/next-task.ts';
import { disposeLearner, type Learner } from './adam.ts';
import { type CycleGan, cycleGanStep, disposeCycleGan, newCycleGan } from './cyclegan.ts';
import { checkPairs, cutOf, type Example, exampleOf, pairOfStep } from './example.ts';
import { paintPair } from './generator.ts';
import { newPix2pix, type Pix2pix, pix2pixStep } from './pix2pix.ts';
import type { Plan } from './plan.ts';
import { watch } from './watch.ts';

/** How far a run has come: all that decides how it goes on, apart from its plan and its pairs. */
export interface Training {
  /** Steps taken, and the seconds that they took; the host keeps the clock. */
  step: number;
  seconds: number;
  readonly nets: Pix2pix | CycleGan;
}

/** A step that was taken. */
export interface Report {
  readonly step: number;
  readonly of: number;
  /** By name; what each means stands with the trainer's step. */
  readonly losses: Readonly<Record<string, number>>;
  /** What the generator now makes of the first held-out pairs; empty but at every `sampleEvery` steps and at the end. */
  readonly samples: readonly Picture[];
}

/** A run that has not begun, its nets drawn from the plan's seed on the current backend. */
export const newTraining = ({ inputs, train }: Plan): Training => ({
  step: 0,
  seconds: 0,
  nets: train.method === 'pix2pix' ? newPix2pix(inputs, train) : newCycleGan(train),
});

/** The nets of a run by name, as they stand in its checkpoint. */
export const learnersOf = ({ nets }: Training): ReadonlyMap<string, Learner> =>
  new Map(Object.entries(nets.learners));

/** The weights of the net that paints. */
export const painterOf = ({ nets }: Training): Tensors =>
  nets.method === 'pix2pix' ? nets.learners.generator.weights : nets.learners.toColour.weights;

/** The weights of the net that goes back, from colours to edges; null where the method has none. */
export const backOf = ({ nets }: Training): Tensors | null =>
  nets.method === 'cyclegan' ? nets.learners.toEdges.weights : null;

/** Frees a run's tensors; also after the device was lost. */
export function disposeTraining({ nets }: Training): void {
  if (nets.method === 'cyclegan') disposeCycleGan(nets);
  else for (const learner of Object.values(nets.learners)) disposeLearner(learner);
}

/**
 * Trains to the end of the plan, a pair a step, and says so after each; the caller keeps checkpoints. Between steps,
 * and between their halves, other tasks get in; an abort ends it between steps.
 *
 * @param training moves on with every step; its owner disposes it.
 * @param held pairs that it does not learn from, painted as samples.
 * @throws StudioError `file` where a pair cannot be learnt from; `training` where a loss is not a number or the
 *   discriminator collapses, which leaves nothing worth keeping but the last checkpoint; the signal's reason when aborted.
 */
export async function* train(
  plan: Plan,
  training: Training,
  pairs: readonly Pair[],
  held: readonly Pair[],
  signal: AbortSignal,
): AsyncGenerator<Report, void> {
  checkPairs(pairs, plan);
  const { steps, seed, size, jitter, sampleEvery } = plan.train;
  const look = watch();
  while (training.step < steps) {
    await nextTask();
    signal.throwIfAborted();
    const step = training.step + 1;
    const cut = cutOf(size, jitter ? randomOfStep(seed ^ 0xc07, step) : null);
    const pair = pairs[pairOfStep(seed, step, pairs.length)] as Pair; // in range
    // CycleGAN is to see edges and pictures that do not belong together.
    const other = pairs[pairOfStep(seed ^ 0xc1c1e, step, pairs.length)] as Pair; // likewise
    const shown = plan.train.method === 'cyclegan' ? { ...pair, colour: other.colour } : pair;
    const example = exampleOf(shown, plan.inputs, cut);
    let losses: Readonly<Record<string, number>>;
    try {
      losses = { ...(await stepOf(plan, training, example, step)) };
    } finally {
      example.input.dispose();
      example.target.dispose();
    }
    look(step, losses);
    training.step = step;
    const due = step % sampleEvery === 0 || step === steps;
    const samples: Picture[] = [];
    for (const pair of due ? held : []) samples.push(await paintPair(plan, painterOf(training), pair));
    yield { step, of: steps, losses, samples };
  }
}

function stepOf({ train }: Plan, { nets }: Training, example: Example, step: number) {
  if (train.method === 'pix2pix' && nets.method === 'pix2pix') return pix2pixStep(train, nets, example, step);
  if (train.method === 'cyclegan' && nets.method === 'cyclegan')
    return cycleGanStep(train, nets, example, step);
  throw new RangeError(`the nets are of ${nets.method}, the plan is of ${train.method}`);
}
