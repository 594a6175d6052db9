import { StudioError } from '../errors.ts';
import type { DreamRecipe } from '../recipe.ts';
import { octaveSizes, type Size } from './octave-sizes.ts';

/** The most that the picture of an octave may take with all that a step makes of it: a tab has some 4 GB in all. */
const MOST_BYTES = 1.5 * 2 ** 30;

/**
 * What a step takes for each pixel of its octave, beside the network: measured at 2048 px with a pyramid of the gradient, the
 * costliest smoothing, as 190 on the heap of WASM and 50 for what is shown and kept.
 */
const PIXEL_BYTES = 240;

type Octaves = Pick<DreamRecipe, 'octaves' | 'octaveScale' | 'octavesAbove'>;

const bytesOf = ({ width, height }: Size) => width * height * PIXEL_BYTES;

const largest = (size: Size, recipe: Octaves): Size => octaveSizes(size, recipe).at(-1) ?? size;

const fits = (size: Size, recipe: Octaves) => bytesOf(largest(size, recipe)) <= MOST_BYTES;

/** Scales that the recipe's slider stops at, from the largest that is below `scale`. */
const smallerScales = (scale: number) =>
  Array.from({ length: 20 }, (_, i) => Math.round(200 - 5 * i) / 100).filter(
    (one) => one < scale && one >= 1.1,
  );

/**
 * Why the octaves of a dream on a picture of this size are too large, in a sentence that says what would do; null where they
 * are not.
 */
export function tooLarge(size: Size, recipe: Octaves): string | null {
  if (fits(size, recipe)) return null;
  const { width, height } = largest(size, recipe);
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const { octaveScale } = recipe;
  const above = [2, 1, 0].find(
    (one) => one < recipe.octavesAbove && fits(size, { ...recipe, octavesAbove: one }),
  );
  const scale = smallerScales(octaveScale).find((one) => fits(size, { ...recipe, octaveScale: one }));
  const cures = [
    ...(above === undefined
      ? []
      : [`${above === 0 ? 'no octave' : above === 1 ? 'one octave' : `${above} octaves`} above the size`]),
    ...(scale === undefined ? [] : [`an octave scale of ${scale}`]),
  ];
  return (
    `The largest octave would be ${width} × ${height} px and take ${gigabytes(bytesOf({ width, height }))} of memory, ` +
    `more than the ${gigabytes(MOST_BYTES)} that a dream may take; ` +
    `${cures.length > 0 ? cures.join(' or ') : 'a smaller picture'} would do.`
  );
}

/** @throws StudioError `recipe` where the octaves are too large, before anything is made of them. */
export function checkSize(size: Size, recipe: Octaves): void {
  const sentence = tooLarge(size, recipe);
  if (sentence !== null) throw new StudioError('recipe', sentence);
}
