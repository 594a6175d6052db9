import { LEAST_SIDE } from '../nets/inception-v3-blocks.ts';
import type { DreamRecipe } from '../recipe.ts';
import { ascend, type DreamTask } from './ascent.ts';
import type { NetPicture } from './net-picture.ts';
import { octaveSizes } from './octave-sizes.ts';
import { carried, resized } from './octaves.ts';

/** A smaller shorter side, in pixels, the network would have to enlarge. */
const SIDE = LEAST_SIDE;

/**
 * Two steps, each half as long again, gain 0.8 of what three of the recipe's own would, in two thirds of the time; one of
 * three times the length a third.
 */
const STEPS = 2;
const STRIDE = 1.5;

/** Whether the first octave is so much larger than a first look that waiting for it would be felt. */
export function wantsLook(picture: NetPicture, recipe: DreamRecipe): boolean {
  const first = octaveSizes(picture, recipe)[0] ?? picture;
  return Math.min(first.width, first.height) > 2 * SIDE;
}

/**
 * A dream of the least size, brought to the picture's: a preview, no part of the ascent. Yields null after each block of the
 * network.
 *
 * @throws as `ascend`; the signal's reason when aborted.
 */
export async function* firstLook(
  recipe: DreamRecipe,
  task: Omit<DreamTask, 'from'>,
  signal: AbortSignal,
): AsyncGenerator<null, NetPicture | null> {
  const { picture } = task;
  const scale = SIDE / Math.min(picture.width, picture.height);
  const size = { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
  const small = resized(picture, size);
  const quick = {
    ...recipe,
    octaves: 1,
    octavesAbove: 0,
    steps: STEPS,
    stepSize: STRIDE * recipe.stepSize,
    jitter: 0,
    mask: 'everywhere' as const,
  };
  let last: NetPicture | null = null;
  for await (const step of ascend(quick, { ...task, picture: small, mask: null, from: null })) {
    signal.throwIfAborted();
    if (step) last = step.dreamed;
    yield null;
  }
  const look = last && carried(last, small, picture, 1);
  return look;
}
