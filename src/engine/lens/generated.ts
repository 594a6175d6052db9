import { StudioError } from '../errors.ts';
import { progressOf } from '../export/progress.ts';
import { resizePicture } from '../ops/resize.ts';
import type { Labels, Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import { type RenderContext, type RenderExtras, render } from '../render.ts';
import type { ProgressEvent, Weights } from '../render-event.ts';
import type { Source } from '../source.ts';

/** The stages whose pictures a network generates. */
export type GeneratedStage = 'colour' | 'dream';

/** A picture that was generated, and what it was generated from. */
export interface Generated {
  /** RGB: the working picture as the eye is shown it. */
  readonly input: Picture;
  /** RGB, of the input's size. */
  readonly picture: Picture;
  /** What the edges stage found, with a person's strokes; 1 channel. */
  readonly edges: Picture;
  /** The cells that the recipe looks for; null where it looks for none. */
  readonly cells: Labels | null;
  /** The model that made it. */
  readonly by: Weights;
}

/**
 * Renders up to a stage, from the cache where it can. The stages after it do not run.
 *
 * @throws StudioError with code `recipe` where the recipe generates nothing there; else as `render`.
 */
export async function* generatedOf(
  source: Source,
  recipe: Recipe,
  stage: GeneratedStage,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras = {},
): AsyncGenerator<ProgressEvent | null, Generated> {
  const asked = stage === 'dream' ? recipe : { ...recipe, dream: { ...recipe.dream, enabled: false } };
  let input: Picture | null = null;
  let edges: Picture | null = null;
  let cells: Labels | null = null;
  let made: Pick<Generated, 'picture' | 'by'> | null = null;
  for await (const event of render(source, asked, context, signal, extras)) {
    if (event?.type !== 'picture') {
      yield progressOf(event);
      continue;
    }
    if (event.stage === 'develop') input = event.picture;
    if (event.stage === 'edges') edges = event.picture;
    if (event.cells) cells = event.cells.labels;
    const isGenerated = stage === 'dream' || recipe.colour.model !== 'cells'; // cells' own colours are measured
    if (event.stage === stage && event.by && isGenerated) made = { picture: event.picture, by: event.by };
  }
  if (!input || !edges || !made)
    throw new StudioError(
      'recipe',
      `${source.name}: the recipe generates nothing there; choose a model under Colour, or switch the dream on.`,
    );
  const { width, height } = input;
  const isOfSize = made.picture.width === width && made.picture.height === height;
  const picture = isOfSize ? made.picture : resizePicture(made.picture, width, height);
  return { ...made, picture, input, edges, cells };
}
