import { generatedBy, provenanceOf, SOFTWARE } from '../engine/export/provenance.ts';
import { pngRowWriter } from '../engine/formats/png-write.ts';
import { tileWriter } from '../engine/formats/tiff-tiles-write.ts';
import type { Generator } from '../engine/models/load.ts';
import type { Recipe } from '../engine/recipe.ts';
import { loadGenerator, type RenderContext, weightsOf } from '../engine/render.ts';
import type { Source } from '../engine/source.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { renderInTiles, type TiledHead } from '../engine/tiles/render-in-tiles.ts';
import type { TakeRows } from '../engine/tiles/rows.ts';
import { spilling } from '../engine/tiles/scratch.ts';
import { fileScratch } from './file-scratch.ts';
import { type FileSink, fileSink } from './file-sink.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { failure } from './verb.ts';

/** What is put aside in memory before files are used. */
const ASIDE_BYTES = 2 ** 26;

export interface TiledSettings {
  readonly stage: 'edges' | 'colour';
  readonly format: 'png' | 'tiff';
  /** Side of the tiles in pixels: a multiple of 16. */
  readonly tile: number;
}

/** Takes the rows of a picture, and is told that they were all. */
interface Writer {
  readonly take: TakeRows;
  end(): Promise<void>;
}

async function writer(
  head: TiledHead,
  { format, tile }: TiledSettings,
  texts: Readonly<Record<string, string>>,
  sink: FileSink,
): Promise<Writer> {
  if (format === 'png') {
    const png = await pngRowWriter(head, texts, sink.append);
    return { take: (rows) => png.put(rows), end: png.end };
  }
  const tiff = await tileWriter({ ...head, tile, texts }, sink);
  return {
    async take({ width, height, channels, data }, top) {
      for (let x = 0; x < width; x += tile) {
        const columns = Math.min(tile, width - x);
        const part = new Uint8Array(columns * height * channels);
        for (let y = 0; y < height; y++) {
          const from = (y * width + x) * channels;
          part.set(data.subarray(from, from + columns * channels), y * columns * channels);
        }
        await tiff.put({ width: columns, height, channels, data: part }, x, top);
      }
    },
    end: tiff.end,
  };
}

/** What a file carries of where it comes from, as a PNG of a picture that is held. */
async function textsOf(
  source: Source,
  recipe: Recipe,
  stage: TiledSettings['stage'],
  generator: Generator | null,
): Promise<Record<string, string>> {
  const by = { cells: null, dream: null, colour: generator && weightsOf(generator) };
  const provenance = await provenanceOf(source, recipe, stage, by, {});
  const description = generatedBy(provenance);
  return {
    Software: SOFTWARE,
    ...(description && { Description: description }),
    eosin: JSON.stringify(provenance),
  };
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
  { shelf }: Pick<RenderContext, 'shelf'>,
): Promise<0 | 1> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const line = progressLine(files.size);
  let status: 0 | 1 = 0;
  for (const [path, out] of files) {
    const beyond = fileScratch();
    let sink: FileSink | undefined;
    let isFinished = false;
    try {
      const isPainted = settings.stage === 'colour';
      const generator = isPainted
        ? await resultOf(loadGenerator(recipe.colour.model, { shelf }, signal))
        : null;
      const source = sourceOnDisk(path);
      const texts = await textsOf(source, recipe, settings.stage, generator);
      let made: Writer | undefined;
      const work = { recipe, generator, tile: settings.tile, scratch: spilling(ASIDE_BYTES, beyond) };
      const begin = async (head: TiledHead) => {
        sink = fileSink(out);
        made = await writer(head, settings, texts, sink);
        return made.take;
      };
      for await (const progress of renderInTiles(source, work, begin, signal)) {
        line.show(path, { stage: settings.stage, ...progress });
      }
      await made?.end();
      isFinished = true;
      line.clear();
      process.stdout.write(`${out}\n`);
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      status = 1;
    } finally {
      sink?.close(isFinished);
      beyond.end();
    }
  }
  return status;
}
