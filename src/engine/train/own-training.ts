import { StudioError } from '../errors.ts';
import { picturesFault } from '../pairs/own-pictures.ts';
import type { PairsPlan } from '../pairs/pairs.ts';
import type { NamedPair } from '../pairs/read-pairs.ts';
import { zipPairs } from '../pairs/zip-pairs.ts';
import type { Picture } from '../picture.ts';
import { defaultRecipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { mapped } from '../steps/mapped.ts';
import type { Store } from '../store.ts';
import { colourOfPairs, measure } from './held-out.ts';
import {
  checkpointedTraining,
  type Figures,
  keepBeginning,
  keepCheckpoint,
  keptPairs,
  keptTraining,
  type LossPoint,
  openTraining,
  type Score,
} from './kept-training.ts';
import { modelFolder } from './model-folder.ts';
import type { Plan } from './plan.ts';
import { disposeTraining, painterOf, train } from './training.ts';

/** What a training stands on; a host hands it in. */
export interface TrainingHost {
  readonly store: Store;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/** A held-out pair and what the generator now makes of it. */
export interface Sample {
  /** 1 channel. */
  readonly edges: Picture;
  readonly made: Picture;
  readonly truth: Picture;
}

/** What a training tells on its way. */
export type TrainingEvent =
  /** A pair was made; the first ones are shown: edges and colours side by side, RGB. */
  | { readonly kind: 'pair'; readonly done: number; readonly of: number; readonly shown: Picture | null }
  | {
      readonly kind: 'begun';
      readonly plan: Plan;
      readonly step: number;
      readonly figures: Figures;
      /** Pairs that it learns from, and that it is measured by. */
      readonly learnt: number;
      readonly held: number;
    }
  | {
      readonly kind: 'step';
      readonly step: number;
      /** On average over the last ones, with what came between them. */
      readonly secondsPerStep: number;
      readonly point: LossPoint | null;
    }
  /** One more held-out pair was painted. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'score'; readonly score: Score; readonly samples: readonly Sample[] }
  /** A checkpoint is safe. */
  | { readonly kind: 'kept'; readonly step: number };

/** Pairs that are shown while they are made, and held-out pairs that are shown as samples. */
const SHOWN = { pairs: 4, samples: 2 } as const;
/** Between two checkpoints, in seconds. */
const KEEP_EVERY = 15;
/** On the plot of a whole training. */
const POINTS = { least: 40, most: 200 } as const;

/** How pairs are made for a plan. */
const pairsPlanOf = ({ recipe, train: { seed } }: Plan): PairsPlan => ({
  recipe: {
    develop: { ...defaultRecipe.develop, ...recipe.develop, frame: 'crop' },
    edges: { ...defaultRecipe.edges, ...recipe.edges },
  },
  layout: 'AB',
  seed,
});

/**
 * Makes the pairs of a training and keeps them with its plan, in place of what was kept before.
 *
 * @throws StudioError `file` where there are too few or too many pictures, or naming one that cannot be read.
 */
export async function* beginTraining(
  plan: Plan,
  sources: readonly Source[],
  store: Store,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, void> {
  const fault = picturesFault(sources.length);
  if (fault !== null) throw new StudioError('file', fault);
  const making = zipPairs(sources, pairsPlanOf(plan), signal);
  let done = 0;
  const { bytes } = yield* mapped(making, ({ image }): TrainingEvent => {
    done++;
    return { kind: 'pair', done, of: sources.length, shown: done <= SHOWN.pairs ? image : null };
  });
  await keepBeginning(store, plan, bytes);
}

/**
 * Goes on with the training that is kept, from its newest checkpoint to the end of its plan, and keeps checkpoints. The
 * pairs are always those that were kept, so that a training that was stopped ends bit for bit where another does.
 *
 * @param isPaused asked between steps: to stop with a checkpoint.
 * @returns the step that it has come to.
 * @throws StudioError `training` where a loss is no number or the discriminator collapses, `storage` where a checkpoint
 *   finds no room; the last checkpoint is then still there.
 */
export async function* goOnTraining(
  { store, now }: TrainingHost,
  isPaused: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<TrainingEvent, number> {
  const kept = await keptTraining(store);
  if (!kept) throw new StudioError('training', 'There is no training to go on with; begin one.');
  const { plan } = kept;
  const { learnt, held } = await keptPairs(store, plan);
  const mean = colourOfPairs(learnt);
  const training = await openTraining(store, plan);
  const points = kept.figures.points.filter(({ step }) => step <= training.step);
  const scores = kept.figures.scores.filter(({ step }) => step <= training.step);
  const begun = { plan, step: training.step, figures: { points: [...points], scores: [...scores] } };
  const pace = paceOf(now);
  let keptStep = training.step;
  let keptAt = now();

  async function* score(): AsyncGenerator<TrainingEvent, void> {
    const samples: Sample[] = [];
    const measuring = measure(plan, painterOf(training), held, mean);
    const figures = yield* mapped(measuring, (painted): TrainingEvent => {
      const pair = held[samples.length];
      if (pair && samples.length < SHOWN.samples) samples.push(sampleOf(pair, painted));
      return { kind: 'measuring' };
    });
    const found = { step: training.step, ...figures };
    if (scores.at(-1)?.step !== training.step) scores.push(found);
    yield { kind: 'score', score: found, samples };
  }

  async function* keep(): AsyncGenerator<TrainingEvent, void> {
    if (training.step === keptStep) return;
    await keepCheckpoint(store, plan, training, { points, scores });
    keptStep = training.step;
    keptAt = now();
    yield { kind: 'kept', step: keptStep };
  }

  try {
    yield { kind: 'begun', ...begun, learnt: learnt.length, held: held.length };
    yield* score();
    const { steps, sampleEvery } = plan.train;
    const average = averageOf(pointEvery(steps, learnt.length));
    const running = train(plan, training, learnt, [], signal);
    for (;;) {
      const before = now();
      const next = await running.next();
      if (next.done) break;
      const { step, losses } = next.value;
      training.seconds += now() - before;
      const point = average(step, losses);
      if (point) points.push(point);
      yield { kind: 'step', step, secondsPerStep: pace(), point };
      if (step % sampleEvery === 0 || step === steps) yield* score();
      const isFirst = keptStep === 0 && step >= sampleEvery; // so that it can be used
      if (isPaused() || isFirst || step === steps || now() - keptAt >= KEEP_EVERY) yield* keep();
      if (isPaused()) break;
    }
    return training.step;
  } finally {
    disposeTraining(training);
  }
}

const sampleOf = ({ edges, colour }: NamedPair, made: Picture): Sample => ({ edges, made, truth: colour });

/** The seconds that a step takes of a person's time, with all that comes between; a running mean. */
function paceOf(now: () => number): () => number {
  let last = now();
  let mean: number | null = null;
  return () => {
    const took = now() - last;
    last += took;
    mean = mean === null ? took : 0.9 * mean + 0.1 * took;
    return mean;
  };
}

/** Steps to a point of the plot: once round all pairs, which are not equally hard, where there is room for that. */
const pointEvery = (steps: number, pairs: number) =>
  Math.max(1, Math.min(pairs, Math.round(steps / POINTS.least)), Math.round(steps / POINTS.most));

/** Losses of `count` steps at a time. */
function averageOf(
  count: number,
): (step: number, losses: Readonly<Record<string, number>>) => LossPoint | null {
  let sums = { l1: 0, adversarial: 0, discriminator: 0 };
  let steps = 0;
  return (step, { l1 = 0, adversarial = 0, discriminator = 0 }) => {
    sums = {
      l1: sums.l1 + l1 / 2, // of -1..1 inside the nets
      adversarial: sums.adversarial + adversarial,
      discriminator: sums.discriminator + discriminator,
    };
    steps++;
    if (step % count !== 0) return null;
    const point = {
      step,
      l1: sums.l1 / steps,
      adversarial: sums.adversarial / steps,
      discriminator: sums.discriminator / steps,
    };
    sums = { l1: 0, adversarial: 0, discriminator: 0 };
    steps = 0;
    return point;
  };
}

/** The model that the kept training has come to, as the files of its folder. @param hardware in words. */
export async function trainedModel(
  store: Store,
  hardware: string,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const kept = await keptTraining(store);
  const training = kept && (await checkpointedTraining(store, kept.plan));
  if (!training) {
    throw new StudioError(
      'training',
      'There is no trained model yet: the first checkpoint is still to come.',
    );
  }
  try {
    const { plan } = kept;
    const { learnt, held } = await keptPairs(store, plan);
    return await modelFolder(plan, training, learnt, held, { plan: 'made in the studio', hardware });
  } finally {
    disposeTraining(training);
  }
}
