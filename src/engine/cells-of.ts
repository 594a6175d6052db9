import type { Recipe } from './recipe.ts';
import type { RenderContext } from './render.ts';
import type { ProgressEvent } from './render-event.ts';
import type { Source } from './source.ts';
import { cells, type GivenCells, type ToldApart } from './stages/cells.ts';
import type { Developed } from './stages/develop.ts';
import { opened } from './stages/opened.ts';
import { mapped } from './steps/mapped.ts';

/** The cells of a source, and the working picture that they lie over. */
export interface CellsOfSource {
  readonly told: ToldApart;
  readonly developed: Developed;
}

/** What differs from a render. */
export interface CellsOptions {
  /** At the file's own size, whatever the recipe frames. */
  readonly whole?: boolean;
  readonly given?: GivenCells | null;
}

/**
 * The stages up to the cells alone, from the cache where a render has put them there; the cells are looked for whether or not the
 * recipe asks for them.
 *
 * @throws StudioError with code `file` or `model`; the signal's reason when aborted.
 */
export async function* cellsOf(
  source: Source,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
  { whole = false, given = null }: CellsOptions = {},
): AsyncGenerator<ProgressEvent, CellsOfSource> {
  yield { type: 'progress', progress: { stage: 'decode', words: `Reading ${source.name}`, done: 0, of: 1 } };
  const { planes, decodeKey, developed, settings } = await opened(
    source,
    recipe.develop,
    context,
    signal,
    whole,
  );
  const ground = { planes, developed: developed.value, develop: settings, key: decodeKey };
  const told = yield* mapped(
    cells(ground, recipe.cells, context, signal, given),
    (progress): ProgressEvent => ({ type: 'progress', progress: { stage: 'cells', ...progress } }),
  );
  return { told, developed: developed.value };
}
