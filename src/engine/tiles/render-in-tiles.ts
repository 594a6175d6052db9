import { StudioError } from '../errors.ts';
import type { Generator } from '../models/load.ts';
import { fromNetRange, toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { lay } from '../stages/colour.ts';
import { mapped } from '../steps/mapped.ts';
import type { Tile } from './activations.ts';
import { cannyByBands, thresholdsByBands } from './canny-by-bands.ts';
import { type DevelopedRows, developedRows, rowsAside } from './developed-rows.ts';
import { checkTrueSize, planeWindows } from './plane-windows.ts';
import type { Rows, TakeRows } from './rows.ts';
import type { Scratch } from './scratch.ts';
import { walkUnet } from './walk-unet.ts';

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

/** @throws StudioError `recipe` where a recipe asks for what needs the whole picture at once. */
function checkFits({ develop, edges, colour }: Recipe, generator: Generator | null): void {
  checkTrueSize(develop);
  const asks =
    edges.strokes.length > 0
      ? 'strokes over the edges'
      : generator && (colour.insideCells || colour.model === 'cells')
        ? 'single cells'
        : null;
  if (asks)
    throw new StudioError('recipe', `The recipe asks for ${asks}, which a picture in tiles cannot have.`);
  if (generator && !generator.unet) {
    throw new StudioError(
      'model',
      `${generator.manifest.title} is no U-Net, and only U-Nets paint in tiles; take another model, or a part with --crop.`,
    );
  }
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
  const step = (words: string) => (progress: { done: number; of: number }) => {
    signal.throwIfAborted();
    return { words, ...progress };
  };
  const file = await planeWindows(await source.open(), recipe.develop, tile);
  const { width, height } = file.part;
  const take = await begin({ width, height, channels: generator ? 3 : 1, pixelSizeUm: file.pixelSizeUm });
  const developed = yield* mapped(
    developedRows(file, recipe.develop, tile, scratch),
    step(`Reading ${source.name}`),
  );
  try {
    const looked = recipe.edges.channels === 'colour' ? developed.rgb : developed.grey;
    const thresholds =
      recipe.edges.thresholds === 'auto' ? await thresholdsByBands(looked, recipe.edges, tile) : recipe.edges;
    const settings = { ...recipe.edges, low: thresholds.low, high: thresholds.high };
    if (!generator) {
      yield* mapped(cannyByBands(looked, settings, tile, scratch, take), step('Finding edges'));
      return;
    }
    const aside = await scratch.open(width * height);
    try {
      const keep: TakeRows = async ({ data }, top) => aside.write(top * width, data);
      yield* mapped(cannyByBands(looked, settings, tile, scratch, keep), step('Finding edges'));
      const canvas = painting(rowsAside(aside, width, height, 1), developed, generator, recipe, take);
      const { unet } = generator;
      if (unet)
        yield* mapped(
          walkUnet(unet, canvas, tile, scratch),
          step(`Painting with ${generator.manifest.title}`),
        );
    } finally {
      aside.close();
    }
  } finally {
    developed.close();
  }
}

/** What a generator reads and paints: rows beyond the picture, up to its grain, are ground, and what it paints there is left out. */
function painting(
  edges: Rows,
  { grey, rgb }: DevelopedRows,
  { manifest, grain }: Generator,
  { colour }: Recipe,
  take: TakeRows,
) {
  const { width, height } = edges;
  const padded = (side: number) => Math.ceil(side / grain) * grain;
  const inputs = manifest.inputs.map((input) => (input === 'edges' ? edges : grey));
  const ground = toNetRange(0);
  let band: Picture | null = null;
  return {
    width: padded(width),
    height: padded(height),
    async read(tile: Tile): Promise<Float32Array> {
      const channels = inputs.length;
      const values = new Float32Array(tile.width * tile.height * channels).fill(ground);
      const rows = Math.min(height, tile.y + tile.height) - tile.y;
      const columns = Math.min(width, tile.x + tile.width) - tile.x;
      if (rows <= 0 || columns <= 0) return values;
      for (const [c, input] of inputs.entries()) {
        const { data } = await input.read(tile.y, rows);
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < columns; x++) {
            values[(y * tile.width + x) * channels + c] = toNetRange(data[y * width + tile.x + x]!); // within the picture
          }
        }
      }
      return values;
    },
    async paint(tile: Tile, painted: Float32Array): Promise<void> {
      const rows = Math.min(tile.height, height - tile.y);
      if (rows <= 0) return;
      band ??= { width, height: rows, channels: 3, data: new Uint8Array(width * rows * 3) };
      const columns = Math.min(tile.width, width - tile.x);
      for (let y = 0; y < rows; y++) {
        for (let i = 0; i < 3 * columns; i++) {
          band.data[3 * (y * width + tile.x) + i] = fromNetRange(painted[3 * y * tile.width + i]!); // within the tile
        }
      }
      if (tile.x + tile.width < padded(width)) return;
      const whole = band;
      band = null;
      await take(lay(whole, await rgb.read(tile.y, rows), colour), tile.y);
    },
  };
}
