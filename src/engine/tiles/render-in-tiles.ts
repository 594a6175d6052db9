import { StudioError } from '../errors.ts';
import type { Generator } from '../models/load.ts';
import type { Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { lay } from '../stages/colour.ts';
import { mapped } from '../steps/mapped.ts';
import type { Tile } from './activations.ts';
import { cannyByBands, thresholdsByBands } from './canny-by-bands.ts';
import { type DevelopedRows, developedRows, rowsAside } from './developed-rows.ts';
import { netInput, putPainted } from './painted-tile.ts';
import { checkTrueSize, planeWindows } from './plane-windows.ts';
import type { Rows, TakeRows } from './rows.ts';
import type { Scratch } from './scratch.ts';
import { walk, walkerOf } from './walk.ts';

/** What a picture in tiles is, before its first row comes. */
export interface TiledHead {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixelSizeUm: readonly [x: number, y: number] | null;
}

export interface TiledWork {
  readonly recipe: Recipe;
  /** What paints; null for the edges alone. */
  readonly generator: Generator | null;
  /** Side of the tiles in pixels: a multiple of 16. */
  readonly tile: number;
  readonly scratch: Scratch;
}

export interface TiledProgress {
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

/** Progress of a part of the work in words. @throws the signal's reason when aborted. */
export const steps =
  (signal: AbortSignal) =>
  (words: string) =>
  (progress: { readonly done: number; readonly of: number }): TiledProgress => {
    signal.throwIfAborted();
    return { words, ...progress };
  };

/** What edges are looked for in, with thresholds of the whole picture. */
export async function edgeWork({ grey, rgb }: DevelopedRows, { edges }: Recipe, tile: number) {
  const looked = edges.channels === 'colour' ? rgb : grey;
  const { low, high } = edges.thresholds === 'auto' ? await thresholdsByBands(looked, edges, tile) : edges;
  return { looked, settings: { ...edges, low, high } };
}

/** @throws StudioError `recipe` where a recipe asks for what needs the whole picture at once. */
export function checkFits({ develop, edges, colour }: Recipe, generator: Generator | null): void {
  checkTrueSize(develop);
  const asks =
    edges.strokes.length > 0
      ? 'strokes over the edges'
      : generator && (colour.insideCells || colour.model === 'cells')
        ? 'single cells'
        : null;
  if (asks)
    throw new StudioError('recipe', `The recipe asks for ${asks}, which a picture in tiles cannot have.`);
}

/**
 * The edges, or the colours, of a picture of any size at the file's own pixels, as `render` makes them of one that is held. The most that is
 * held is some rows of the picture and some tiles of a layer; the rest is put aside.
 *
 * @param begin is told the picture's size, and says what takes its rows, bands of the tiles' height from the top on.
 * @throws StudioError `file`, `recipe` or `model`; the signal's reason when aborted.
 */
export async function* renderInTiles(
  source: Source,
  work: TiledWork,
  begin: (head: TiledHead) => Promise<TakeRows>,
  signal: AbortSignal,
): AsyncGenerator<TiledProgress, void> {
  const { recipe, generator, tile, scratch } = work;
  checkFits(recipe, generator);
  const step = steps(signal);
  const file = await planeWindows(await source.open(), recipe.develop, tile);
  const { width, height } = file.part;
  const take = await begin({ width, height, channels: generator ? 3 : 1, pixelSizeUm: file.pixelSizeUm });
  const developed = yield* mapped(
    developedRows(file, recipe.develop, tile, scratch),
    step(`Reading ${source.name}`),
  );
  try {
    const { looked, settings } = await edgeWork(developed, recipe, tile);
    if (!generator) {
      yield* mapped(cannyByBands(looked, settings, tile, scratch, take), step('Finding edges'));
      return;
    }
    const aside = await scratch.open(width * height);
    try {
      const keep: TakeRows = async ({ data }, top) => aside.write(top * width, data);
      yield* mapped(cannyByBands(looked, settings, tile, scratch, keep), step('Finding edges'));
      const canvas = painting(rowsAside(aside, width, height, 1), developed, generator, recipe, take);
      const painted = walk(walkerOf(generator), canvas, tile, scratch);
      yield* mapped(painted, step(`Painting with ${generator.manifest.title}`));
    } finally {
      aside.close();
    }
  } finally {
    developed.close();
  }
}

/** What a generator reads, and where the bands of what it paints go; what it paints beyond the picture is left out. */
function painting(
  edges: Rows,
  developed: DevelopedRows,
  generator: Generator,
  { colour }: Recipe,
  take: TakeRows,
) {
  const { width, height } = edges;
  const input = netInput(edges, developed, generator);
  let band: Picture | null = null;
  return {
    ...input,
    async paint(tile: Tile, painted: Float32Array): Promise<void> {
      const rows = Math.min(tile.height, height - tile.y);
      if (rows <= 0) return;
      band ??= { width, height: rows, channels: 3, data: new Uint8Array(width * rows * 3) };
      putPainted(painted, tile, band, { x: 0, y: tile.y });
      if (tile.x + tile.width < input.width) return;
      const whole = band;
      band = null;
      await take(lay(whole, await developed.rgb.read(tile.y, rows), colour), tile.y);
    },
  };
}
