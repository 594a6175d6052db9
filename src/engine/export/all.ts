import { StudioError } from '../errors.ts';
import { zip } from '../formats/zip.ts';
import type { Recipe } from '../recipe.ts';
import type { RenderContext, RenderExtras } from '../render.ts';
import type { Progress, ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { mapped } from '../steps/mapped.ts';
import { exportPng } from './png.ts';
import type { Shows } from './shown-picture.ts';

/** A picture and what is to be done with it. */
export interface Wished {
  readonly source: Source;
  readonly recipe: Recipe;
  readonly extras?: RenderExtras;
}

/** Pictures in one file. */
export interface ExportedAll {
  /** As `eosin.colour.zip`. */
  readonly name: string;
  /** A PNG for each, as `exportPng` names and makes it. */
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly pictures: number;
  /** Why others are not in it, each beginning with its file's name. */
  readonly leftOut: readonly string[];
}

/** A name that no file has yet: `cells.colour.png`, `cells (2).colour.png`, ... */
function freeName(name: string, taken: { has(name: string): boolean }): string {
  const [, stem = name, ending = ''] = /^(.*)(\.[^.]*\.png)$/.exec(name) ?? [];
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${stem} (${n})${ending}`;
  return free;
}

/**
 * The same of many pictures, one after the other, in a ZIP. One that cannot be read, or whose recipe does not fit it, is left
 * out and named.
 *
 * @throws StudioError `file` where none could be made; else as `exportPng`, but for the fault of a single file.
 */
export async function* exportAll(
  wishes: readonly Wished[],
  what: Shows,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent | null, ExportedAll> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const leftOut: string[] = [];
  for (const [i, { source, recipe, extras }] of wishes.entries()) {
    const overall = (progress: Progress): ProgressEvent => ({
      type: 'progress',
      progress: {
        ...progress,
        words: `${i + 1} of ${wishes.length}, ${source.name}`,
        done: i + progress.done / Math.max(1, progress.of),
        of: wishes.length,
      },
    });
    const making = exportPng(source, recipe, what, context, signal, extras);
    try {
      const { name, png } = yield* mapped(making, (event) => event && overall(event.progress));
      files.set(freeName(name, files), png);
    } catch (error) {
      if (!(error instanceof StudioError) || (error.code !== 'file' && error.code !== 'recipe')) throw error;
      leftOut.push(
        error.message.startsWith(source.name) ? error.message : `${source.name}: ${error.message}`,
      );
    }
  }
  if (files.size === 0) throw new StudioError('file', leftOut.join(' '));
  return { name: `eosin.${what}.zip`, zip: await zip(files), pictures: files.size, leftOut };
}
