import { type LabelFile, labelsOfFile } from './cells/label-file.ts';
import { cellsOf } from './cells-of.ts';
import { type CellFigures, cellAgreement, cellFigures } from './metrics/cell-agreement.ts';
import { sha256 } from './models/sha256.ts';
import type { Labels } from './picture.ts';
import type { Recipe } from './recipe.ts';
import type { RenderContext } from './render.ts';
import type { ProgressEvent } from './render-event.ts';
import type { Source } from './source.ts';
import type { GivenCells } from './stages/cells.ts';

/** How the cells of a recipe fit those of a file. */
export interface CellComparison {
  /** The file's cells over the working picture. */
  readonly theirs: Labels;
  /** Pairs whose intersection over union is above 0.5, by their labels in the file and in what was found. */
  readonly matched: readonly { readonly theirs: number; readonly found: number; readonly iou: number }[];
  /** Labels of the file's cells that were not found. */
  readonly missed: readonly number[];
  /** Labels of found cells that the file does not have. */
  readonly extra: readonly number[];
  /** Null where neither has a cell. */
  readonly figures: CellFigures | null;
}

/** The cells of a file in place of those that a net would find. */
export const givenBy = (file: LabelFile): GivenCells => ({
  key: `file ${file.id}`,
  name: file.name,
  fingerprint: async () => `sha256:${await sha256(await file.read())}`,
  labels: ({ frame, grey }) => labelsOfFile(file, frame, grey),
});

const others = (count: number, some: readonly number[]) => {
  const taken = new Set(some);
  return Array.from({ length: count }, (_, i) => i + 1).filter((label) => !taken.has(label));
};

/** @throws StudioError with code `file` or `model`; the signal's reason when aborted. */
export async function* compareCells(
  source: Source,
  recipe: Recipe,
  file: LabelFile,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, CellComparison> {
  const { told, developed } = yield* cellsOf(source, recipe, context, signal);
  const { labels } = told.found;
  const theirs = await labelsOfFile(file, developed.frame, labels);
  const agreement = cellAgreement(theirs, labels);
  const matched = agreement.matches.map(({ there, found, iou }) => ({ theirs: there, found, iou }));
  return {
    theirs,
    matched,
    missed: others(
      theirs.count,
      matched.map((pair) => pair.theirs),
    ),
    extra: others(
      labels.count,
      matched.map((pair) => pair.found),
    ),
    figures: theirs.count + labels.count > 0 ? cellFigures([agreement]) : null,
  };
}
