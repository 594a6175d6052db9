import * as tf from '@tensorflow/tfjs-core';
import { typicalDiameter } from '../cells/apart.ts';
import { areas } from '../cells/labels.ts';
import { atScale, type Grey, lookForCells, scaleFor } from '../cells/look-for-cells.ts';
import { StudioError } from '../errors.ts';
import type { CellNet } from '../models/cell-net.ts';
import { type Tensors, toTensors, type Weight } from '../nets/weights.ts';
import type { Window } from '../ops/resize.ts';
import type { Labels } from '../picture.ts';
import type { CellsRecipe } from '../recipe.ts';
import { toldApart } from '../stages/cells.ts';
import { mapped } from '../steps/mapped.ts';
import { agreementIn, ap50, type Split, splits } from './held-out.ts';
import { learnCells, type ShownLesson } from './learn-cells.ts';
import { lessonOf, partOf } from './lesson.ts';
import { MOST_CORRECTIONS } from './most-corrections.ts';

/** A picture whose cells a person has mended. */
export interface Correction {
  readonly name: string;
  readonly grey: Grey;
  /** Pixels of the file in a pixel of the picture: an area. */
  readonly pixel: number;
  /** As the net told them apart, and as they are. */
  readonly found: Labels;
  readonly mended: Labels;
}

/** How a lesson of a minute or two goes. */
export const learning = {
  steps: 700,
  /** The most that the steps may take, in seconds; a slow machine takes fewer. */
  seconds: 160,
  side: 160,
  rate: 1e-3,
  seed: 1,
} as const;

export interface LearnProgress {
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

/** AP50 on what the net did not learn from. */
export interface HeldOutScore {
  readonly before: number;
  readonly after: number;
  /** Cells that are there. */
  readonly cells: number;
}

export interface Learnt {
  readonly weights: ReadonlyMap<string, Weight>;
  readonly steps: number;
  readonly seconds: number;
  /** Cells that it learnt from. */
  readonly cells: number;
  /** Null where too little was mended to hold anything out. */
  readonly score: HeldOutScore | null;
}

interface Host {
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/** How often cells that are looked at smaller are also shown at their own size, where the first look only asks how large they are. */
const FIRST_LOOK = 0.35;

/** A window of a picture in one of another size. */
function windowAt({ x, y, width, height }: Window, from: Grey, to: Grey): Window {
  const [sx, sy] = [to.width / from.width, to.height / from.height];
  const [left, top] = [Math.round(x * sx), Math.round(y * sy)];
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round((x + width) * sx) - left),
    height: Math.max(1, Math.round((y + height) * sy) - top),
  };
}

/** The lessons of a picture: as the net will look at it, and where that is smaller, as it first looks. */
function lessonsOf(
  { grey, mended, pixel }: Correction,
  { learnt }: Split,
  diameter: CellsRecipe['diameter'],
  reading: CellNet['manifest']['reading'],
): ShownLesson[] {
  const across = diameter === 'auto' ? typicalDiameter(mended) : diameter / Math.sqrt(pixel);
  const scale = scaleFor(across, reading);
  const shown = (seen: Grey, share: number): ShownLesson => {
    const { x, y, width, height } = windowAt(learnt, grey, seen);
    return { lesson: partOf(lessonOf(seen, mended), x, y, width, height), share };
  };
  if (scale === 1) return [shown(grey, 1)];
  const looked = shown(atScale(grey, scale), 1);
  return diameter === 'auto' ? [looked, shown(grey, FIRST_LOOK)] : [looked];
}

/** @throws StudioError `training` where there is nothing to learn from. */
export function checkCorrections(corrections: readonly Correction[]): readonly [Correction, ...Correction[]] {
  if (corrections.length === 0 || corrections.length > MOST_CORRECTIONS) {
    throw new StudioError(
      'training',
      `The net learns from 1 to ${MOST_CORRECTIONS} mended pictures; these are ${corrections.length}.`,
    );
  }
  const empty = corrections.find(({ mended }) => mended.count === 0);
  if (empty) {
    throw new StudioError('training', `${empty.name} has no cell to learn from; draw some, or leave it out.`);
  }
  return corrections as readonly [Correction, ...Correction[]]; // one at least
}

/** Cells of the held-out parts, as a net tells them apart. */
async function* judged(
  net: CellNet,
  corrections: readonly Correction[],
  parts: readonly Split[],
  recipe: CellsRecipe,
): AsyncGenerator<number, number> {
  const agreements = [];
  const all = corrections.flatMap((one, i) => {
    const held = parts[i]?.held;
    return held ? [{ ...one, held }] : [];
  });
  for (const [i, { grey, mended, pixel, held }] of all.entries()) {
    const across = recipe.diameter === 'auto' ? null : recipe.diameter / Math.sqrt(pixel);
    const look = yield* mapped(
      lookForCells(grey, net, across),
      ({ done, of }) => (i + done / of) / all.length,
    );
    const found = toldApart(look, { ...recipe, strokes: [] }, net.manifest.reading, pixel);
    agreements.push(agreementIn(mended, found, held));
  }
  const judged = ap50(agreements);
  return judged;
}

/**
 * Teaches a net what a person has mended, on a quarter less of each picture where enough was mended, and measures it before and after on
 * those quarters. What a person has left as it is counts as right.
 *
 * @param net held by the caller; it is not changed.
 * @throws StudioError `training` where there is nothing to learn from; the signal's reason when aborted.
 */
export async function* learnFrom(
  net: CellNet,
  corrections: readonly Correction[],
  recipe: CellsRecipe,
  plan: {
    readonly steps: number;
    readonly seconds: number;
    readonly side: number;
    readonly rate: number;
    readonly seed: number;
  },
  { now }: Host,
  signal: AbortSignal,
): AsyncGenerator<LearnProgress, Learnt> {
  checkCorrections(corrections);
  const { architecture, reading } = net.manifest;
  const parts = splits(corrections);
  const held = corrections.reduce((sum, { mended, found }, i) => {
    const part = parts[i]?.held;
    return sum + (part ? agreementIn(mended, found, part).there : 0);
  }, 0);
  async function* measured(one: CellNet, words: string): AsyncGenerator<LearnProgress, number> {
    const steps = judged(one, corrections, parts, recipe);
    return yield* mapped(steps, (done) => {
      signal.throwIfAborted();
      return { words, done: 100 * done, of: 100 };
    });
  }
  const before = held > 0 ? yield* measured(net, 'Measuring what it knows') : 0;
  const lessons = corrections.flatMap((one, i) => lessonsOf(one, parts[i]!, recipe.diameter, reading)); // one each
  // A crop of more than a picture would only mirror it.
  const longest = Math.max(...lessons.map(({ lesson: { width, height } }) => Math.max(width, height)));
  const side = Math.min(plan.side, longest);
  const begin = now();
  let steps = 0;
  const running = learnCells(net.weights, architecture, lessons, { ...plan, side }, { now }, signal);
  const weights = yield* mapped(running, ({ way, step }) => {
    steps = step;
    return { words: 'Learning', done: 100 * way, of: 100 };
  });
  const seconds = now() - begin;
  const cells = lessons.reduce(
    (sum, { lesson, share }) => sum + (share === 1 ? areas(lesson.labels).length - 1 : 0),
    0,
  );
  if (held === 0) return { weights, steps, seconds, cells, score: null };
  const tensors: Tensors = toTensors(weights);
  try {
    const after = yield* measured({ ...net, weights: tensors }, 'Measuring what it has learnt');
    return { weights, steps, seconds, cells, score: { before, after, cells: held } };
  } finally {
    tf.dispose([...tensors.values()]);
  }
}
