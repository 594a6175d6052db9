import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import { type PairSet, readZippedPairs } from '../pairs/read-pairs.ts';
import type { Store } from '../store.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { checkPlan, type Plan } from './plan.ts';
import { newTraining, type Training } from './training.ts';

// One training is kept at a time, as a folder: its plan, its pairs as `eosin pairs` packs them, what was measured on the
// way, and the newest checkpoint. The plan is written last: without it there is no training.

const FOLDER = 'training';
const PLAN = `${FOLDER}/plan.json`;
const PAIRS = `${FOLDER}/pairs.zip`;
const FIGURES = `${FOLDER}/figures.json`;
const checkpointFile = (step: number) => `checkpoint-${String(step).padStart(7, '0')}.safetensors`;

/** Losses over some steps, on average, up to `step`. */
const pointSchema = v.object({
  step: v.number(),
  /** Of 0..1. */
  l1: v.number(),
  adversarial: v.number(),
  discriminator: v.number(),
});

/** How far off the held-out pairs were after `step`, of 0..1. */
const scoreSchema = v.object({ step: v.number(), l1: v.number(), l1OfMeanColour: v.number() });

const figuresSchema = v.object({ points: v.array(pointSchema), scores: v.array(scoreSchema) });

export type LossPoint = v.InferOutput<typeof pointSchema>;
export type Score = v.InferOutput<typeof scoreSchema>;
/** What was measured on the way, in the order of the steps. */
export type Figures = v.InferOutput<typeof figuresSchema>;

/** A training as it stands in a store. */
export interface KeptTraining {
  readonly plan: Plan;
  /** The step of its newest checkpoint; 0 before any. */
  readonly step: number;
  /** Up to that step. */
  readonly figures: Figures;
}

const jsonBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Steps of the checkpoints that are there, the newest first. */
async function checkpoints(store: Store): Promise<number[]> {
  const names = await store.list(FOLDER);
  return names
    .flatMap((name) => /^checkpoint-(\d+)\.safetensors$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);
}

/** What there is to go on from; null where there is nothing, or nothing that can be read. */
export async function keptTraining(store: Store): Promise<KeptTraining | null> {
  const bytes = await store.read(PLAN);
  if (!bytes) return null;
  try {
    const plan = checkPlan(parsed(bytes), 'The kept training');
    const [step = 0] = await checkpoints(store);
    return { plan, step, figures: upTo(step, await readFigures(store)) };
  } catch {
    return null; // of another version, or cut short
  }
}

/** None where they cannot be read: a tab that was closed while it wrote them loses a plot, and no training. */
async function readFigures(store: Store): Promise<Figures> {
  const bytes = await store.read(FIGURES);
  try {
    if (bytes) return v.parse(figuresSchema, parsed(bytes));
  } catch {}
  return { points: [], scores: [] };
}

const upTo = (step: number, { points, scores }: Figures): Figures => ({
  points: points.filter((one) => one.step <= step),
  scores: scores.filter((one) => one.step <= step),
});

/** Keeps a training that has not begun in place of the one before. @param pairs a ZIP of `zipPairs`. */
export async function keepBeginning(store: Store, plan: Plan, pairs: Uint8Array<ArrayBuffer>): Promise<void> {
  await store.remove(FOLDER);
  await store.write(PAIRS, pairs);
  await store.write(PLAN, jsonBytes(plan));
}

/** The kept pairs. @throws StudioError `file` or `storage` where they cannot be read. */
export async function keptPairs(store: Store, plan: Plan): Promise<PairSet> {
  const bytes = await store.read(PAIRS);
  if (!bytes) throw new StudioError('storage', 'The pairs of this training are gone; begin it anew.');
  return readZippedPairs('The kept training', bytes, plan.recipe.develop);
}

/**
 * The training as the newest checkpoint that can be read has it, on the current backend; the caller disposes it. Null before
 * any. Another tab may be writing one: nothing is changed here.
 */
export async function checkpointedTraining(store: Store, plan: Plan): Promise<Training | null> {
  for (const step of await checkpoints(store)) {
    const training = await trainingAt(step, store, plan);
    if (training) return training;
  }
  return null;
}

/** Null where that checkpoint is gone or cut short. */
async function trainingAt(step: number, store: Store, plan: Plan): Promise<Training | null> {
  const bytes = await store.read(`${FOLDER}/${checkpointFile(step)}`);
  try {
    return bytes && readCheckpoint(bytes, plan, checkpointFile(step));
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return null; // a tab that was closed while it wrote; the one before is whole
  }
}

/**
 * The training to go on with: as its newest checkpoint has it, else from its beginning. Checkpoints that are cut short go.
 * On the current backend; the caller disposes it.
 */
export async function openTraining(store: Store, plan: Plan): Promise<Training> {
  for (const step of await checkpoints(store)) {
    const training = await trainingAt(step, store, plan);
    if (training) return training;
    await store.remove(`${FOLDER}/${checkpointFile(step)}`);
  }
  return newTraining(plan);
}

/** Keeps a checkpoint and what was measured. The one before goes only when this one is whole. */
export async function keepCheckpoint(
  store: Store,
  plan: Plan,
  training: Training,
  figures: Figures,
): Promise<void> {
  const bytes = await writeCheckpoint(plan, training);
  const before = await checkpoints(store);
  await store.write(FIGURES, jsonBytes(figures));
  await store.write(`${FOLDER}/${checkpointFile(training.step)}`, bytes);
  for (const step of before) {
    if (step !== training.step) await store.remove(`${FOLDER}/${checkpointFile(step)}`);
  }
}

/** Forgets the training that is kept. */
export const discardTraining = (store: Store): Promise<void> => store.remove(FOLDER);
