import { StudioError } from '../errors.ts';
import { reachedBy } from '../models/dream-net.ts';
import { whileHeld } from '../models/shelf.ts';
import { resizePicture } from '../ops/resize.ts';
import type { Picture } from '../picture.ts';
import type { DreamLayer, DreamRecipe, Recipe } from '../recipe.ts';
import { loadDreamNet, type RenderContext, type RenderExtras, toDream, weightsOf } from '../render.ts';
import type { ProgressEvent, Weights } from '../render-event.ts';
import type { Source } from '../source.ts';
import { composeGrid, type GridRow } from '../stages/compose.ts';
import { ascentFrames, dream, stepsOf } from '../stages/dream.ts';
import { onlyProgress } from './progress.ts';
import { type Grid, isOfColours } from './provenance.ts';

/** Every second of the layers that the weights reach, up from the lowest, the deepest one among them. */
const everySecond = (reached: readonly DreamLayer[]) =>
  reached.filter((_, i) => (reached.length - 1 - i) % 2 === 0);

/** An eighth of the steps, a quarter, a half, and all. */
const doublings = (steps: number) => [
  ...new Set([8, 4, 2, 1].map((part) => Math.max(1, Math.round(steps / part)))),
];

/** Longer side of a picture on the sheet, in pixels. */
const MOST_SIDE = 512;

/** The picture, shrunk where it is larger than a sheet takes. */
function ofSheet(picture: Picture): Picture {
  const shrink = MOST_SIDE / Math.max(picture.width, picture.height);
  if (shrink >= 1) return picture;
  const side = (length: number) => Math.max(1, Math.round(length * shrink));
  return resizePicture(picture, side(picture.width), side(picture.height));
}

export interface LayersSheet {
  readonly picture: Picture;
  readonly grid: Grid;
  readonly by: { readonly colour: Weights | null; readonly cells: Weights | null; readonly dream: Weights };
}

/**
 * A sheet of dreams: a row for each of several layers, which the recipe then climbs alone, and in it the dream after more and
 * more steps. A row is one ascent, whose frames are picked.
 *
 * @returns the sheet, its rows and columns, and the models that had a part in it.
 * @throws as `render`; StudioError `model` where another network took the place of the one that dreams.
 */
export async function* layersSheet(
  source: Source,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras,
): AsyncGenerator<ProgressEvent | null, LayersSheet> {
  const { ground, key, colour, cells } = yield* onlyProgress(
    toDream(source, recipe, context, signal, extras),
  );
  const { model, steps } = recipe.dream;
  const shallow = yield* loadDreamNet(model, [], context, signal);
  const by = { colour, cells, dream: weightsOf(shallow) };
  const grid: Grid = { layers: everySecond(reachedBy(shallow.manifest)), steps: doublings(steps) };

  const begun = ground.picture;
  const total = stepsOf(begun, recipe.dream);
  const rows: GridRow[] = [];
  for (const [row, layer] of grid.layers.entries()) {
    const alone: DreamRecipe = { ...recipe.dream, layers: { [layer]: 1 }, channels: null, stopAtBest: false };
    const progress = (index: number): ProgressEvent => ({
      type: 'progress',
      progress: {
        stage: 'dream',
        words: `Dreaming on ${layer}, step ${index} of ${total}`,
        done: row * total + index,
        of: grid.layers.length * total,
      },
    });
    const net = yield* loadDreamNet(model, [layer], context, signal);
    if (net.sha256 !== by.dream.sha256) {
      const { title } = net.manifest;
      throw new StudioError('model', `${title} was replaced while the sheet was made; export it again.`);
    }
    const ascent = dream(ground, key, alone, net, context, signal, Number.POSITIVE_INFINITY);
    for await (const event of whileHeld(context.shelf, net, ascent)) {
      yield event?.type === 'frame' && event.figures ? progress(event.figures.index) : null;
    }
    const wanted = grid.steps.map((count) => total - steps + count);
    const pictures: Picture[] = [];
    const frames = ascentFrames(ground, key, alone, net, context.cache, wanted);
    for await (const picture of whileHeld(context.shelf, net, frames)) {
      signal.throwIfAborted();
      if (picture) pictures.push(picture);
      else yield null;
    }
    rows.push({ label: layer, pictures: [begun, ...pictures].map(ofSheet) });
  }

  const start = isOfColours(recipe) ? 'Colour' : 'Input';
  const heads = [start, ...grid.steps.map((count) => `${count} ${count === 1 ? 'step' : 'steps'}`)];
  return { picture: composeGrid(heads, rows), grid, by };
}
