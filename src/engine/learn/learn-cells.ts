import * as tf from '@tensorflow/tfjs-core';
import { type CellsApartSizes, grainOf } from '../nets/cells-apart.ts';
import { cellsApartOnTape } from '../nets/cells-apart-on-tape.ts';
import { given, Tape, type Values } from '../nets/tape.ts';
import { fromTensors, type Tensors, type Weight } from '../nets/weights.ts';
import { randomOfStep } from '../random.ts';
import { nextTask } from '../steps/next-task.ts';
import { adam, disposeLearner, type Learner, learner } from '../train/adam.ts';
import { type CellLosses, cellLosses } from './cell-losses.ts';
import { type Crop, cropOf, type Lesson } from './lesson.ts';

/** How a net learns from lessons. */
export interface LearnPlan {
  readonly steps: number;
  /** The most that they may take: on a slow machine the rate falls sooner, and fewer are taken. */
  readonly seconds: number;
  /** Side of a crop, in pixels. */
  readonly side: number;
  /** Adam's rate at its highest. */
  readonly rate: number;
  readonly seed: number;
}

export interface LearnStep {
  /** From 1. */
  readonly step: number;
  /** How far it has come, 0..1: of its steps, or of its time. */
  readonly way: number;
  readonly losses: Omit<CellLosses, 'gradient'>;
}

/** A lesson, and how it is shown. */
export interface ShownLesson {
  readonly lesson: Lesson;
  /** How often it comes, beside the others. */
  readonly share: number;
}

/** Adam's: the second as the net was first trained with. */
const BETAS = { beta1: 0.9, beta2: 0.99 } as const;
/** Share of the steps over which the rate rises. */
const WARMUP = 0.08;

/** Rises, then falls as a cosine to a hundredth. @param way 0..1. */
const rateAt = (way: number) =>
  way < WARMUP
    ? 0.05 + (0.95 * way) / WARMUP
    : 0.01 + 0.495 * (1 + Math.cos((Math.PI * (way - WARMUP)) / (1 - WARMUP)));

/**
 * Teaches a net that tells cells apart further: a crop by chance in every step, and a step of Adam. The same seed gives the same
 * weights on the same backend, as long as its time is not up. Yields after each step, in a new task; no tensor stays, however it ends.
 *
 * @param start the weights, the caller's; they are not changed.
 * @returns the weights that it has come to.
 */
export async function* learnCells(
  start: Tensors,
  sizes: CellsApartSizes,
  lessons: readonly ShownLesson[],
  { steps, seconds, side, rate, seed }: LearnPlan,
  { now }: { /** Seconds on a clock that only goes forward. */ now(): number },
  signal: AbortSignal,
): AsyncGenerator<LearnStep, Map<string, Weight>> {
  const grain = grainOf(sizes);
  const whole = Math.ceil(side / grain) * grain;
  const learns = learner(new Map(Array.from(start, ([name, tensor]) => [name, tf.clone(tensor)])));
  const begin = now();
  try {
    for (let [step, way] = [1, 0]; step <= steps && way < 1; step++) {
      await nextTask();
      signal.throwIfAborted();
      const random = randomOfStep(seed, step);
      const crop = cropOf(chosen(lessons, random()), whole, random);
      const losses = await taught(learns, sizes, crop, whole, { rate: rate * rateAt(way), ...BETAS }, step);
      way = Math.max(step / steps, (now() - begin) / seconds);
      yield { step, way: Math.min(1, way), losses };
    }
    return await fromTensors(learns.weights);
  } finally {
    disposeLearner(learns);
  }
}

/** @param dice 0..1. */
function chosen(lessons: readonly ShownLesson[], dice: number): Lesson {
  let left = dice * lessons.reduce((sum, { share }) => sum + share, 0);
  for (const one of lessons) {
    left -= one.share;
    if (left < 0) return one.lesson;
  }
  return lessons.at(-1)!.lesson; // one at least
}

/** One step. */
async function taught(
  learns: Learner,
  sizes: CellsApartSizes,
  { grey, targets }: Crop,
  side: number,
  settings: Parameters<typeof adam>[2],
  step: number,
): Promise<LearnStep['losses']> {
  const tape = new Tape();
  const x = tf.tensor4d(grey, [1, side, side, 1]);
  const values: Values = new Map(Array.from(learns.weights, ([name, tensor]) => [name, given(tensor, true)]));
  const gradients = new Map<string, tf.Tensor>();
  try {
    const out = cellsApartOnTape(tape, values, given(x, false), sizes);
    const { gradient, ...losses } = cellLosses(await out.tensor.data<'float32'>(), targets);
    const seeds = new Map([[out, tf.tensor4d(gradient, out.tensor.shape)]]);
    const found = tape.backward(seeds);
    for (const [name, value] of values) gradients.set(name, found.get(value)!); // all learn
    adam(learns, gradients, settings, step);
    return losses;
  } finally {
    tape.dispose();
    tf.dispose([x, ...gradients.values()]);
  }
}
