import { cellFile } from '../cells/cell-files.ts';
import { cellsOf } from '../cells-of.ts';
import { exportPng } from '../export/png.ts';
import { provenanceOf } from '../export/provenance.ts';
import { textsOf } from '../export/texts-of.ts';
import { edgeReport } from '../lens/edge-lens.ts';
import { generatedOf } from '../lens/generated.ts';
import type { Recipe } from '../recipe.ts';
import { wantsCells } from '../recipe.ts';
import type { RenderContext, RenderExtras } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { type BatchWish, batchFileName, isPaintedByNet, panesAmong, tablesAmong } from './files.ts';

/** What was seen in a picture beside its files. */
export interface Seen {
  /** How many cells were found; null where none were looked for. */
  readonly cells: number | null;
  /** The share of the painted picture's edges that its input does not have, 0..1; null where nothing was measured. */
  readonly invented: number | null;
}

/**
 * Makes the files of a picture, one after the other; the stages that they share run once, as long as the context's cache holds them.
 *
 * @param recipe as `neededRecipe` gives it.
 * @param put takes each file as soon as it is made.
 * @throws as `exportPng`, and what `put` throws.
 */
export async function* makeResult(
  source: Source,
  recipe: Recipe,
  { files, measuresInvented }: BatchWish,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras,
  put: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): AsyncGenerator<ProgressEvent | null, Seen> {
  const given = extras.cells ?? null;
  for (const pane of panesAmong(files)) {
    const { png } = yield* exportPng(source, recipe, pane, context, signal, extras);
    await put(batchFileName(pane), png);
  }
  let cells: number | null = null;
  const tables = tablesAmong(files);
  if (tables.length > 0 || wantsCells(recipe)) {
    const { told, developed } = yield* cellsOf(source, recipe, context, signal, { given });
    cells = told.found.labels.count;
    const had = { cells: told.by, colour: null, dream: null };
    const texts = textsOf(await provenanceOf(source, recipe, 'cells', had, extras));
    for (const table of tables) {
      signal.throwIfAborted();
      const bytes = await cellFile(told.found, table, source.name, developed.rgb, recipe.colour, texts);
      await put(batchFileName(table), bytes);
    }
  }
  let invented: number | null = null;
  if (measuresInvented && isPaintedByNet(recipe)) {
    const made = yield* generatedOf(source, recipe, 'colour', context, signal, extras);
    invented = edgeReport(made, recipe).changes.invented.share;
  }
  return { cells, invented };
}
