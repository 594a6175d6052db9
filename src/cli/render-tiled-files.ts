import { exportInTiles, type TiledSettings } from '../engine/export/tiled.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Progress } from '../engine/render-event.ts';
import type { Source } from '../engine/source.ts';
import { spilling } from '../engine/tiles/scratch.ts';
import { ASIDE_BYTES, fileScratch } from './file-scratch.ts';
import { type FileSink, fileSink } from './file-sink.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { failure } from './verb.ts';

/**
 * Renders one picture of any size in tiles, to a file.
 *
 * @param show is told how far it is.
 */
export async function renderTiledFile(
  source: Source,
  out: string,
  recipe: Recipe,
  settings: TiledSettings,
  { shelf }: Pick<RenderContext, 'shelf'>,
  show: (progress: Progress) => void,
): Promise<void> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const beyond = fileScratch();
  let sink: FileSink | undefined;
  let isFinished = false;
  const open = () => {
    sink = fileSink(out);
    return sink;
  };
  try {
    const room = { shelf, scratch: spilling(ASIDE_BYTES, beyond), open };
    for await (const progress of exportInTiles(source, recipe, settings, room, signal)) {
      show({ stage: settings.stage, ...progress });
    }
    isFinished = true;
  } finally {
    sink?.close(isFinished);
    beyond.end();
  }
}

/**
 * Renders pictures of any size in tiles, one after the other; one that fails is named on stderr, and the others go on.
 *
 * @param files where each picture (key) is written (value).
 * @returns 1 where some failed.
 */
export async function renderTiledFiles(
  files: ReadonlyMap<string, string>,
  recipe: Recipe,
  settings: TiledSettings,
  room: Pick<RenderContext, 'shelf'>,
): Promise<0 | 1> {
  const line = progressLine(files.size);
  let status: 0 | 1 = 0;
  for (const [path, out] of files) {
    try {
      await renderTiledFile(sourceOnDisk(path), out, recipe, settings, room, (progress) =>
        line.show(path, progress),
      );
      line.clear();
      process.stdout.write(`${out}\n`);
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      status = 1;
    }
  }
  return status;
}
