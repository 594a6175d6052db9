import { scalesOf } from './cells/frame.ts';
import { type LabelFile, labelsOfFile } from './cells/label-file.ts';
import { mended } from './cells/mended.ts';
import { cellsOf } from './cells-of.ts';
import { cellsFolder, type LearntOrigin } from './learn/cells-folder.ts';
import { type Correction, checkCorrections, type Learnt, learnFrom, learning } from './learn/learn-from.ts';
import { whileHeld } from './models/shelf.ts';
import type { Recipe } from './recipe.ts';
import type { RenderContext } from './render.ts';
import type { ProgressEvent } from './render-event.ts';
import type { Source } from './source.ts';
import { loadCellNet } from './stages/cells.ts';
import { mapped } from './steps/mapped.ts';

/** A picture whose cells are known. */
export interface MendedSource {
  readonly source: Source;
  /** With the strokes that mend its cells. */
  readonly recipe: Recipe;
  /** Cells from a file that the strokes are drawn over, in place of those that the net finds. */
  readonly labels?: LabelFile;
}

/** A net that has learnt from mended pictures. */
export interface LearntCells extends Learnt {
  /** The files of its folder, by name. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

interface Options {
  readonly origin: Omit<LearntOrigin, 'seed'>;
  readonly plan?: typeof learning | Parameters<typeof learnFrom>[3];
  /** At the files' own size, whatever the recipe frames. */
  readonly whole?: boolean;
}

/**
 * Teaches the net of the first picture's recipe what was mended, and makes a model of it.
 *
 * @throws StudioError `training` where there is nothing to learn from, `file` or `model`; the signal's reason when aborted.
 */
export async function* learnFromSources(
  sources: readonly MendedSource[],
  context: RenderContext,
  signal: AbortSignal,
  { origin, plan = learning, whole = false }: Options,
): AsyncGenerator<ProgressEvent, LearntCells> {
  const corrections: Correction[] = [];
  for (const { source, recipe, labels } of sources) {
    const { strokes, ...rest } = recipe.cells;
    const bare = { ...recipe, cells: { ...rest, strokes: [] } };
    const { told, developed } = yield* cellsOf(source, bare, context, signal, { whole });
    const { labels: found, frame } = told.found;
    const { width, height } = found;
    const [sx, sy] = scalesOf(found, frame);
    corrections.push({
      name: source.name,
      grey: { width, height, values: developed.light, leastSpan: developed.leastSpan },
      pixel: sx * sy,
      found,
      mended: mended(labels ? await labelsOfFile(labels, frame, found) : found, strokes),
    });
  }
  const known = checkCorrections(corrections);
  const { cells } = sources[0]!.recipe; // as many as corrections
  const said = (progress: { words: string; done: number; of: number }): ProgressEvent => ({
    type: 'progress',
    progress: { stage: 'cells', ...progress },
  });
  const net = yield* mapped(loadCellNet(cells.model, context.shelf, signal), said);
  const learnt = yield* mapped(
    whileHeld(context.shelf, net, learnFrom(net, known, cells, plan, context, signal)),
    said,
  );
  const files = await cellsFolder(net.manifest, known, learnt, { ...origin, seed: plan.seed });
  return { ...learnt, files };
}
