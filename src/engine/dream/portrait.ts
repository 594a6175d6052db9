import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { type DreamLayer, type DreamRecipe, defaultDream } from '../recipe.ts';
import { ascend } from './ascent.ts';
import { fromNet, type NetPicture } from './net-picture.ts';

/** Pixels of a side. */
export const PORTRAIT_SIDE = 96;

/** What is dreamed is larger by so many pixels all around: there the network sees little, and the noise stays. */
const RIM = 8;

/** Standard deviation of the noise that a portrait begins with, where values reach from -1 to 1. */
const NOISE = 0.1;

/** Chosen by eye over mixed0 to mixed8: bands of equal strength give colour and shape where a plain gradient gives grain. */
const settings: DreamRecipe = {
  ...defaultDream,
  octaves: 3,
  octaveScale: 1.2,
  octaveSteps: 10,
  steps: 14,
  stepSize: 0.08,
  detail: 0,
  jitter: 8,
  smoothing: 'laplacian',
  totalVariation: 0.15,
};

/**
 * What a channel looks for: a dream of it alone that begins with seeded grey noise (feature visualisation, Olah et al.
 * 2017, doi:10.23915/distill.00007). Yields after each step, with null after each block of the network in between.
 *
 * @returns RGB, `PORTRAIT_SIDE` pixels a side: the same for the same weights and device.
 * @throws as `ascend`.
 */
export async function* portrait(
  net: DreamWeights,
  layer: DreamLayer,
  channel: number,
): AsyncGenerator<Picture | null, Picture> {
  const recipe: DreamRecipe = { ...settings, layers: { [layer]: 1 }, channels: { layer, list: [channel] } };
  const begun = noise(PORTRAIT_SIDE + 2 * RIM);
  let shown = middleOf(begun);
  for await (const step of ascend(recipe, { net, picture: begun, guide: null, mask: null, from: null })) {
    if (step) shown = middleOf(step.shown);
    yield step && shown;
  }
  return shown;
}

function noise(side: number): NetPicture {
  const random = randomFrom(settings.seed);
  const width = NOISE * Math.sqrt(12); // of a uniform distribution with that deviation
  const values = Float32Array.from({ length: side * side * 3 }, () => (random() - 0.5) * width);
  return { width: side, height: side, values };
}

/** Without the rim. */
function middleOf({ width, values }: NetPicture): Picture {
  const row = PORTRAIT_SIDE * 3;
  const middle = new Float32Array(PORTRAIT_SIDE * row);
  for (let y = 0; y < PORTRAIT_SIDE; y++) {
    const begin = ((y + RIM) * width + RIM) * 3;
    middle.set(values.subarray(begin, begin + row), y * row);
  }
  return fromNet({ width: PORTRAIT_SIDE, height: PORTRAIT_SIDE, values: middle });
}
