import { createCache } from '../engine/cache.ts';
import { type CellFormat, cellFile } from '../engine/cells/cell-files.ts';
import { summary } from '../engine/cells/table.ts';
import { cellsOf } from '../engine/cells-of.ts';
import { provenanceOf } from '../engine/export/provenance.ts';
import { textsOf } from '../engine/export/texts-of.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Progress } from '../engine/render-event.ts';
import type { Source } from '../engine/source.ts';
import { now } from './device.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk, warn } from './source-on-disk.ts';
import { failure } from './verb.ts';
import { writeWhole } from './whole-file.ts';

/** What was found in a picture. */
export interface CellsReport {
  readonly file: string;
  readonly cells: number;
  /** As "41 cells, median 212 µm²". */
  readonly summary: string;
  /** Of a typical cell, in pixels; 0 without a cell. */
  readonly diameterPx: number;
  readonly pixelUm: readonly [x: number, y: number] | null;
  readonly model: { readonly id: string; readonly sha256: string } | null;
  /** The files that were written. */
  readonly written: readonly string[];
}

/** What one picture's stages may keep. */
const CACHE_BYTES = 2 ** 30;

/**
 * Finds the cells of one picture at its own size, and writes them.
 *
 * @param outs where each format is written.
 * @param show is told how far it is.
 */
export async function writeCellsOf(
  source: Source,
  outs: ReadonlyMap<CellFormat, string>,
  recipe: Recipe,
  { device, shelf }: Pick<RenderContext, 'device' | 'shelf'>,
  show: (progress: Progress) => void,
): Promise<CellsReport> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const context: RenderContext = { device, shelf, cache: createCache(CACHE_BYTES), now };
  const steps = cellsOf(source, recipe, context, signal, { whole: true });
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) show(step.value.progress);
  const { told: cells, developed } = step.value;
  const { found, by } = cells;
  const provenance = await provenanceOf(
    source,
    recipe,
    'cells',
    { cells: by, colour: null, dream: null },
    {},
  );
  const texts = textsOf(provenance);
  for (const [format, out] of outs) {
    const bytes = await cellFile(found, format, source.name, developed.rgb, recipe.colour, texts);
    await writeWhole(out, bytes);
  }
  return {
    file: source.name,
    cells: found.labels.count,
    summary: summary(found.measured, found.frame.pixelUm),
    diameterPx: Number(found.diameter.toFixed(2)),
    pixelUm: found.frame.pixelUm,
    model: by,
    written: [...outs.values()],
  };
}

/**
 * Finds the cells of pictures one after the other, each at its own size; one that fails is named on stderr, and the others go on.
 *
 * @param files for each picture, where each format is written.
 * @param told is called with what was found, after it was written.
 * @returns the names of those that failed.
 */
export async function writeCells(
  files: ReadonlyMap<string, ReadonlyMap<CellFormat, string>>,
  recipe: Recipe,
  room: Pick<RenderContext, 'device' | 'shelf'>,
  told: (report: CellsReport) => void,
): Promise<readonly string[]> {
  const line = progressLine(files.size);
  const failed: string[] = [];
  for (const [path, outs] of files) {
    const source = sourceOnDisk(path, path, (sentence) => {
      line.clear();
      warn(sentence);
    });
    try {
      const report = await writeCellsOf(source, outs, recipe, room, (progress) => line.show(path, progress));
      line.clear();
      told(report);
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      failed.push(path);
    }
  }
  return failed;
}
