import { StudioError } from '../errors.ts';
import { nextTask } from '../next-task.ts';
import type { Picture } from '../picture.ts';
import { disposeLearner, type Learner } from './adam.ts';
import { checkPairs, cutOf, exampleOf, type Pair, pairOfStep, randomOfStep } from './example.ts';
import { newPix2pix, type Pix2pix, paintPair, pix2pixStep } from './pix2pix.ts';
import type { Plan } from './plan.ts';

/** How far a run has come: all that decides how it goes on, apart from its plan and its pairs. */
export interface Training {
  /** Steps taken, and the seconds that they took; the host keeps the clock. */
  step: number;
  seconds: number;
  readonly nets: Pix2pix;
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
  nets: newPix2pix(inputs, train),
});

/** The nets of a run by name, as they stand in its checkpoint. */
export const learnersOf = ({ nets }: Training): ReadonlyMap<string, Learner> => new Map(Object.entries(nets));

/** Frees a run's tensors; also after the device was lost. */
export function disposeTraining(training: Training): void {
  for (const learner of learnersOf(training).values()) disposeLearner(learner);
}

/** Steps in a row with a discriminator's loss under this before it counts as collapsed: the generator learns no more. */
const COLLAPSED_STEPS = 200;
const COLLAPSED_LOSS = 1e-3;

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
  let collapsed = 0;
  while (training.step < steps) {
    await nextTask();
    signal.throwIfAborted();
    const step = training.step + 1;
    const cut = cutOf(size, jitter ? randomOfStep(seed ^ 0xc07, step) : null);
    const example = exampleOf(pairs[pairOfStep(seed, step, pairs.length)] as Pair, plan.inputs, cut); // in range
    let losses: Readonly<Record<string, number>>;
    try {
      losses = { ...(await pix2pixStep(plan.train, training.nets, example, step)) };
    } finally {
      example.input.dispose();
      example.target.dispose();
    }
    const wrong = Object.entries(losses).find(([, loss]) => !Number.isFinite(loss));
    if (wrong) {
      throw new StudioError(
        'training',
        `Step ${step}: the ${wrong[0]} loss is ${wrong[1]}; a lower learning rate may help.`,
      );
    }
    collapsed = (losses.discriminator ?? 1) < COLLAPSED_LOSS ? collapsed + 1 : 0;
    if (collapsed === COLLAPSED_STEPS) {
      throw new StudioError(
        'training',
        `Step ${step}: the discriminator has told all pairs apart for ${COLLAPSED_STEPS} steps, so the generator learns nothing from it; a lower learning rate or a smaller ndf may help.`,
      );
    }
    training.step = step;
    const due = step % sampleEvery === 0 || step === steps;
    const samples: Picture[] = [];
    for (const pair of due ? held : [])
      samples.push(await paintPair(plan, training.nets.generator.weights, pair));
    yield { step, of: steps, losses, samples };
  }
}
