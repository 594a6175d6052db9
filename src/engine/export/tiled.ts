import { pngRowWriter } from '../formats/png-write.ts';
import { type Sink, tileWriter } from '../formats/tiff-tiles-write.ts';
import { downloadWords } from '../models/download-words.ts';
import type { Generator } from '../models/load.ts';
import { isMadeFor, type PictureKind } from '../models/picture-kinds.ts';
import { loadGenerator } from '../painted.ts';
import type { Recipe } from '../recipe.ts';
import { type RenderContext, weightsOf } from '../render.ts';
import type { Source } from '../source.ts';
import { mapped } from '../steps/mapped.ts';
import { renderInTiles, type TiledHead, type TiledProgress } from '../tiles/render-in-tiles.ts';
import type { TakeRows } from '../tiles/rows.ts';
import type { Scratch } from '../tiles/scratch.ts';
import { provenanceOf } from './provenance.ts';
import { textsOf } from './texts-of.ts';

export interface TiledSettings {
  readonly stage: 'edges' | 'colour';
  readonly format: 'png' | 'tiff';
  /** Side of the tiles in pixels: a multiple of 16. */
  readonly tile: number;
  /** What the picture was taken for, where that is known: the file says so of a model that was not made for such. */
  readonly kind?: PictureKind;
}

/** A file that is written at any place, or grows. */
export interface TiledFile extends Sink {
  append(bytes: Uint8Array): void | Promise<void>;
}

/** What a picture in tiles is made with. */
export interface TiledRoom extends Pick<RenderContext, 'shelf'> {
  readonly scratch: Scratch;
  /** The file that it is written to; asked for once the picture can be had. */
  open(): TiledFile | Promise<TiledFile>;
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
  file: TiledFile,
): Promise<Writer> {
  if (format === 'png') {
    const png = await pngRowWriter(head, texts, file.append);
    return { take: (rows) => png.put(rows), end: png.end };
  }
  const tiff = await tileWriter({ ...head, tile, texts }, file);
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
async function carriedTexts(
  source: Source,
  recipe: Recipe,
  { stage, kind, tile }: TiledSettings,
  generator: Generator | null,
): Promise<Readonly<Record<string, string>>> {
  const misfit = generator && kind && !isMadeFor(generator.manifest, kind) ? { misfit: kind } : {};
  const colour = generator && { ...weightsOf(generator), ...misfit };
  const provenance = await provenanceOf(source, recipe, stage, { cells: null, dream: null, colour }, {});
  return textsOf({ ...provenance, tile });
}

/**
 * A picture of any size at the file's own pixels, its edges or its colours, written to a file in tiles, with the recipe and the model's
 * hash inside.
 *
 * @throws as `renderInTiles`, and what the file throws.
 */
export async function* exportInTiles(
  source: Source,
  recipe: Recipe,
  settings: TiledSettings,
  { shelf, scratch, open }: TiledRoom,
  signal: AbortSignal,
): AsyncGenerator<TiledProgress, void> {
  let generator: Generator | null = null;
  let release = () => {};
  try {
    if (settings.stage === 'colour') {
      const { model } = recipe.colour;
      const title = (await shelf.manifests()).find(({ id }) => id === model)?.title ?? model;
      generator = yield* mapped(loadGenerator(model, { shelf }, signal), ([done, of]): TiledProgress => {
        return { words: downloadWords(title, done, of), done, of };
      });
      release = shelf.hold(generator);
    }
    const texts = await carriedTexts(source, recipe, settings, generator);
    let made: Writer | undefined;
    const begin = async (head: TiledHead) => {
      made = await writer(head, settings, texts, await open());
      return made.take;
    };
    yield* renderInTiles(source, { recipe, generator, tile: settings.tile, scratch }, begin, signal);
    await made?.end();
  } finally {
    release();
  }
}
