import * as tf from '@tensorflow/tfjs-core';
import { type DreamWeights, type Shift, shiftFor, tiledSlope } from '../nets/inception-v3-tiles.ts';
import { gaussianCascade, laplacianBands } from '../ops/smooth-gradient.ts';
import { totalVariationGradient } from '../ops/total-variation.ts';
import { randomFrom } from '../random.ts';
import type { DreamLayer, DreamRecipe } from '../recipe.ts';
import type { NetPicture } from './net-picture.ts';
import { chosenLayers, type DreamObjective, dreamObjective, watched } from './objective.ts';
import { octaveSizes, type Size } from './octave-sizes.ts';
import { carried, resized, within } from './octaves.ts';
import { checkSize } from './size.ts';

/** Where a dream stands after a step. */
export interface Standing {
  /** From 0. */
  readonly octave: number;
  /** Steps that were taken in this octave, from 1. */
  readonly step: number;
  /** In the size of the octave. */
  readonly dreamed: NetPicture;
}

/** One step of the ascent. */
export interface DreamStep extends Standing {
  readonly octaves: number;
  /** Steps that this octave gets. */
  readonly steps: number;
  /** Each chosen layer's mean activation, as the step found it, before it moved. */
  readonly activations: ReadonlyMap<DreamLayer, number>;
  /** The dream in the size of the picture. */
  readonly shown: NetPicture;
}

/** What a dream needs beside its recipe. */
export interface DreamTask {
  readonly net: DreamWeights;
  /** What is dreamed on. */
  readonly picture: NetPicture;
  /** With the objective `guide`: whose features are sought. */
  readonly guide: NetPicture | null;
  /** Where the picture may change, height * width shares (0..1) of the picture's size; null for everywhere. */
  readonly mask: Float32Array | null;
  /** Where an earlier run of the same recipe, whatever its `steps`, stood. */
  readonly from: Standing | null;
}

/**
 * DeepDream (Mordvintsev et al. 2015; the TensorFlow tutorial): gradient ascent on the activations of InceptionV3, octave
 * by octave. The picture after a step follows from recipe and task alone: `steps` only says where the last octave ends.
 *
 * Yields after each step, with null after each block of the network in between, so that the caller may stop; no tensor
 * stays, however it ends.
 *
 * @throws StudioError `recipe` as `dreamObjective` and where an octave is too large, `model` where a layer is not among the
 *   weights.
 */
export async function* ascend(recipe: DreamRecipe, task: DreamTask): AsyncGenerator<DreamStep | null, void> {
  const layers = chosenLayers(recipe);
  if (layers.length === 0) return;
  checkSize(task.picture, recipe);
  const sizes = octaveSizes(task.picture, recipe);
  const climb = yield* openObjective(recipe, task);
  try {
    let now = task.from;
    let before: NetPicture | null = null; // the base of the octave before
    for (let octave = now?.octave ?? 0; octave < sizes.length; octave++) {
      const base = resized(task.picture, sizes[octave]!); // only now: those of large octaves are large
      const steps = octave === sizes.length - 1 ? recipe.steps : recipe.octaveSteps;
      const goesOn = now?.octave === octave;
      let begin = now?.dreamed ?? base;
      if (now && before) begin = carried(now.dreamed, before, base, recipe.detail);
      before = base;
      const mask = task.mask && maskOf(task.mask, task.picture, base);
      let x = tensorOf(begin);
      try {
        for (let step = goesOn && now ? now.step + 1 : 1; step <= steps; step++) {
          const shift = shiftAt(recipe, base, octave, step);
          const { next, activations } = yield* climbed(recipe, task.net, climb.objective, x, mask, shift);
          x.dispose();
          x = next;
          const values = (await x.data()) as Float32Array; // as all pictures here
          now = { octave, step, dreamed: { ...base, values } };
          yield {
            ...now,
            octaves: sizes.length,
            steps,
            activations: new Map(layers.map((layer, i) => [layer, activations[i] ?? Number.NaN])),
            shown: carried(now.dreamed, base, task.picture, recipe.detail),
          };
        }
      } finally {
        tf.dispose([x, mask ?? []]);
      }
    }
  } finally {
    climb.dispose();
  }
}

/** The guide's longer side, in pixels: its features are compared with every place of the dream. */
const GUIDE_SIDE = 256;

/**
 * How a picture is rolled before a step: chance depends on where the dream stands, not on how it came there.
 *
 * @param size of the octave. @param octave from 0. @param step from 1.
 */
export function shiftAt(
  { seed, tile, jitter }: Pick<DreamRecipe, 'seed' | 'tile' | 'jitter'>,
  { width, height }: Size,
  octave: number,
  step: number,
): Shift {
  const own = Math.imul(seed ^ Math.imul(octave + 1, 0x9e3779b1), 0x85ebca6b) + step;
  return shiftFor([1, height, width, 3], tile, jitter, randomFrom(own));
}

const tensorOf = ({ width, height, values }: NetPicture): tf.Tensor4D =>
  tf.tensor4d(values, [1, height, width, 3]);

function maskOf(mask: Float32Array, { width, height }: NetPicture, size: NetPicture): tf.Tensor4D {
  return tf.tidy(() =>
    tf.image.resizeBilinear(tf.tensor4d(mask, [1, height, width, 1]), [size.height, size.width], false, true),
  );
}

async function* openObjective(
  recipe: DreamRecipe,
  { net, picture, guide }: DreamTask,
): AsyncGenerator<null, DreamObjective> {
  const x = tensorOf(within(picture, recipe.tile));
  const towards = guide && tensorOf(within(guide, GUIDE_SIDE));
  try {
    return yield* dreamObjective(recipe, net, x, towards);
  } finally {
    tf.dispose([x, towards ?? []]);
  }
}

/** One step up. The caller disposes `next`. */
async function* climbed(
  recipe: DreamRecipe,
  net: DreamWeights,
  objective: DreamObjective['objective'],
  x: tf.Tensor4D,
  mask: tf.Tensor4D | null,
  shift: Shift,
): AsyncGenerator<null, { next: tf.Tensor4D; activations: readonly number[] }> {
  const seen: tf.Scalar[] = [];
  let uphill: tf.Tensor4D | null = null;
  try {
    uphill = yield* tiledSlope(net, x, watched(objective, seen), recipe.tile, shift);
    const activations = await meansOf(seen, objective.size);
    const gradient = uphill;
    return { next: tf.tidy(() => moved(recipe, x, gradient, mask)), activations };
  } finally {
    tf.dispose([seen, uphill ?? []]);
  }
}

/** The mean over the tiles of what was seen in each: a value for each layer, in the network's order. */
async function meansOf(seen: readonly tf.Scalar[], layers: number): Promise<readonly number[]> {
  const means = tf.tidy(() => tf.mean(tf.reshape(tf.stack([...seen]), [-1, layers]), 0));
  try {
    return [...(await means.data())];
  } finally {
    means.dispose();
  }
}

/** The picture after a step along a gradient, within -1..1. Tensors of a large picture go as soon as they were used. */
function moved(
  recipe: DreamRecipe,
  x: tf.Tensor4D,
  gradient: tf.Tensor4D,
  mask: tf.Tensor4D | null,
): tf.Tensor4D {
  const normalised = (g: tf.Tensor4D) =>
    tf.tidy(() => tf.div<tf.Tensor4D>(g, tf.add(strengthOf(g, recipe.normalise), 1e-8)));
  let step: tf.Tensor4D;
  if (recipe.smoothing === 'laplacian') step = laplacianBands(gradient, recipe.smoothingLevels, normalised);
  else if (recipe.smoothing === 'gaussian') step = gaussianCascade(gradient, recipe.smoothingSigma);
  else step = gradient;
  step = normalised(step);
  if (recipe.totalVariation > 0) {
    step = tf.sub(step, tf.mul(totalVariationGradient(x), recipe.totalVariation));
  }
  if (mask) step = tf.mul(step, mask);
  const there = tf.tidy(() => tf.add<tf.Tensor4D>(x, tf.mul(step, recipe.stepSize)));
  step.dispose();
  return tf.clipByValue(there, -1, 1);
}

function strengthOf(g: tf.Tensor4D, normalise: DreamRecipe['normalise']): tf.Tensor {
  if (normalise === 'meanAbsolute') return tf.mean(tf.abs(g));
  return tf.sqrt(tf.mean(tf.square(tf.sub(g, tf.mean(g)))));
}
