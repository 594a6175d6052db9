import type { Generator } from '../models/load.ts';
import type { Picture } from '../picture.ts';
import type { ColourRecipe, Recipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { lay } from '../stages/colour.ts';
import { mapped } from '../steps/mapped.ts';
import type { Tile } from './activations.ts';
import { cannyByBands } from './canny-by-bands.ts';
import { type DevelopedRows, developedRows, rowsAside } from './developed-rows.ts';
import type { BeforeLast } from './layers-walked.ts';
import { netInput, putPainted } from './painted-tile.ts';
import { planeWindows } from './plane-windows.ts';
import { checkFits, edgeWork, steps, type TiledProgress } from './render-in-tiles.ts';
import type { Rows } from './rows.ts';
import type { Scratch } from './scratch.ts';
import { walkerOf } from './walk.ts';

/** A picture at its file's own pixels and its edges, put aside: any tile of them can be had, in any order. */
export interface TrueGround {
  readonly width: number;
  readonly height: number;
  readonly developed: DevelopedRows;
  /** 255 on an edge, 0 elsewhere. */
  readonly edges: Rows;
  close(): void;
}

/**
 * Develops a picture and finds its edges, as `renderInTiles` does: percentiles, thresholds and chains are those of the whole, so
 * that each tile is the whole's bit for bit.
 *
 * @param tile rows that are worked on at once.
 * @throws as `renderInTiles`.
 */
export async function* trueGround(
  source: Source,
  recipe: Recipe,
  tile: number,
  scratch: Scratch,
  signal: AbortSignal,
): AsyncGenerator<TiledProgress, TrueGround> {
  checkFits(recipe, null);
  const step = steps(signal);
  const file = await planeWindows(await source.open(), recipe.develop, tile);
  const { width, height } = file.part;
  const reading = developedRows(file, recipe.develop, tile, scratch);
  const developed = yield* mapped(reading, step(`Reading ${source.name}`));
  let close = developed.close;
  let isDone = false;
  try {
    const aside = await scratch.open(width * height);
    close = () => {
      aside.close();
      developed.close();
    };
    const { looked, settings } = await edgeWork(developed, recipe, tile);
    const keep = async ({ data }: Picture, top: number) => aside.write(top * width, data);
    yield* mapped(cannyByBands(looked, settings, tile, scratch, keep), step('Finding edges'));
    isDone = true;
    return { width, height, developed, edges: rowsAside(aside, width, height, 1), close };
  } finally {
    if (!isDone) close(); // also where nobody goes on
  }
}

/**
 * Walks a picture through all of a generator but its last layer: what each of its instance norms needs of the whole is then known.
 *
 * @param tile side of the tiles: a multiple of 16.
 * @throws as `renderInTiles`.
 */
export async function* trueColours(
  ground: TrueGround,
  recipe: Recipe,
  generator: Generator,
  tile: number,
  scratch: Scratch,
  signal: AbortSignal,
): AsyncGenerator<TiledProgress, BeforeLast> {
  checkFits(recipe, generator);
  const input = netInput(ground.edges, ground.developed, generator);
  const walk = walkerOf(generator).toLast(input, tile, scratch);
  return yield* mapped(walk, steps(signal)(`Painting with ${generator.manifest.title}`));
}

/** A tile of a picture that lies in rows. @param tile within the picture. */
export async function cutRows(rows: Rows, { x, y, width, height }: Tile): Promise<Picture> {
  const { data, channels } = await rows.read(y, height);
  const out = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const from = (row * rows.width + x) * channels;
    out.set(data.subarray(from, from + width * channels), row * width * channels);
  }
  return { width, height, channels, data: out };
}

/** A tile of the colours, by the net's last layer alone. @param tile within the picture, at even places. */
export async function colourTile(
  { developed }: Pick<TrueGround, 'developed'>,
  before: BeforeLast,
  generator: Pick<Generator, 'unet' | 'resnet'>,
  colour: Pick<ColourRecipe, 'strength' | 'keepStructure'>,
  tile: Tile,
): Promise<Picture> {
  const even = (side: number) => 2 * Math.ceil(side / 2); // the last layer doubles; the net's own picture is at least as large
  const seen = { ...tile, width: even(tile.width), height: even(tile.height) };
  const { width, height } = tile;
  const painted: Picture = { width, height, channels: 3, data: new Uint8Array(3 * width * height) };
  putPainted(await walkerOf(generator).paintLast(before, seen), seen, painted, tile);
  return lay(painted, await cutRows(developed.rgb, tile), colour);
}
