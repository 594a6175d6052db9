import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import { encodePng } from '../formats/png-write.ts';
import { automaticThresholds } from '../ops/thresholds.ts';
import type { Picture } from '../picture.ts';
import { randomOfStep } from '../random.ts';
import type { EdgesRecipe, Recipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { develop } from '../stages/develop.ts';
import { findEdges } from '../stages/edges.ts';
import { planeOf } from '../stages/opened.ts';
import { nextTask } from '../steps/next-task.ts';
import type { Pair } from './pair-image.ts';
import { type Layout, layouts, pairImage } from './pair-image.ts';
import { divided } from './split.ts';

/** How a set of pictures becomes a data set. */
export interface PairsPlan {
  /** The square that is cut out and the edges in it; a pair's side is `develop.size`. */
  readonly recipe: Pick<Recipe, 'develop' | 'edges'>;
  readonly layout: Layout;
  /** Decides which pairs are held out, and the thresholds of the others. */
  readonly seed: number;
}

/** One picture of the data set. */
export interface MadePair {
  /** `train/NAME.png`, or `test/NAME.png` of the tenth that is held out. */
  readonly path: string;
  /** Both halves, as the layout has them. */
  readonly image: Picture;
  readonly png: Uint8Array<ArrayBuffer>;
  readonly pair: Required<Pair>;
  /** Where it came from, and the thresholds that were used. */
  readonly made: Made;
}

const madeSchema = v.object({ file: v.string(), source: v.string(), low: v.number(), high: v.number() });
type Made = v.InferOutput<typeof madeSchema>;

/** What stands in `pairs.json` beside the two folders: how the data set came about. */
export const recordSchema = v.object({
  version: v.literal(1),
  layout: v.picklist(layouts),
  seed: v.number(),
  recipe: v.object({ develop: v.looseObject({}), edges: v.looseObject({}) }),
  pairs: v.array(madeSchema),
});

/** Both thresholds of a pair that is learnt from, times this: so the net meets edges richer and poorer than the recipe's. */
const JITTER = { least: 0.7, most: 1.4 } as const;

/** The edges' recipe with thresholds of its own: the picture's where they are automatic, and jittered by `random`. */
export function jittered(grey: Picture, recipe: EdgesRecipe, random: (() => number) | null): EdgesRecipe {
  const { low, high } = recipe.thresholds === 'auto' ? automaticThresholds(grey, recipe) : recipe;
  const factor = random ? JITTER.least * (JITTER.most / JITTER.least) ** random() : 1;
  return { ...recipe, thresholds: 'fixed', low: low * factor, high: high * factor };
}

/** The source's name without folders and ending, and with a number where another has it already. */
function stemOf(name: string, taken: Set<string>): string {
  const plain = name.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'picture';
  let stem = plain;
  for (let i = 2; taken.has(stem.toLowerCase()); i++) stem = `${plain}-${i}`; // disks that take A for a
  taken.add(stem.toLowerCase());
  return stem;
}

/**
 * Makes the paper's data set of coloured pictures: each with its edges beside it in one picture, nine in ten to learn
 * from, with jittered thresholds, and one in ten held out, with the recipe's own.
 *
 * @param sources two or more; one that cannot be read ends it.
 * @throws StudioError `file` naming the picture that cannot be read, or where there are fewer than two.
 */
export async function* makePairs(
  sources: readonly Source[],
  { recipe, layout, seed }: PairsPlan,
  signal: AbortSignal,
): AsyncGenerator<MadePair, void> {
  if (sources.length < 2) {
    const found = sources.length === 1 ? 'there is one' : 'there is none';
    throw new StudioError('file', `A data set needs at least 2 coloured pictures; ${found}.`);
  }
  const held = new Set(divided(sources.length, seed).held);
  const taken = new Set<string>();
  for (const [i, source] of sources.entries()) {
    await nextTask();
    signal.throwIfAborted();
    const { grey, rgb: colour } = develop(await planeOf(source, recipe.develop), {
      ...recipe.develop,
      frame: 'crop',
      scale: null,
    });
    const settings = jittered(grey, recipe.edges, held.has(i) ? null : randomOfStep(seed, i));
    const { picture: edges, low, high } = await findEdges(grey, settings, null);
    const path = `${held.has(i) ? 'test' : 'train'}/${stemOf(source.name, taken)}.png`;
    const image = pairImage({ edges, colour }, layout);
    const png = await encodePng(image);
    const made = { file: path, source: source.name, low, high };
    yield { path, image, png, pair: { edges, grey, colour }, made };
  }
}

/** The bytes of `pairs.json`. */
export function recordOf(
  { recipe, layout, seed }: PairsPlan,
  pairs: readonly Made[],
): Uint8Array<ArrayBuffer> {
  const { develop, edges } = recipe;
  const record: v.InferOutput<typeof recordSchema> = {
    version: 1,
    layout,
    seed,
    recipe: { develop, edges },
    pairs: [...pairs],
  };
  return new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);
}
