import { type Cache, kept, type Made } from '../cache.ts';
import { type Apart, apart, type Seeding } from '../cells/apart.ts';
import { type FoundCells, foundCells, type RawChannels } from '../cells/found-cells.ts';
import { scalesOf } from '../cells/frame.ts';
import { type Look, lookForCells } from '../cells/look-for-cells.ts';
import { mended } from '../cells/mended.ts';
import type { CellNet } from '../models/cell-net.ts';
import { downloadWords } from '../models/download-words.ts';
import type { CellsManifest } from '../models/manifest.ts';
import { type Shelf, whileHeld } from '../models/shelf.ts';
import type { Labels, Planes } from '../picture.ts';
import type { CellsRecipe } from '../recipe.ts';
import { fromCallback } from '../steps/from-callback.ts';
import { mapped } from '../steps/mapped.ts';
import type { Developed, DevelopSettings } from './develop.ts';
import { greySettings } from './opened.ts';
import { rawChannels } from './raw-channels.ts';

/** What goes on, as "Looking for cells". */
export interface CellsProgress {
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

/** What the stage works on. */
export interface CellsGround {
  /** The file's own numbers, asked for where nothing that was measured of them stands in the cache. */
  planes(): Promise<Planes>;
  readonly developed: Developed;
  readonly develop: DevelopSettings;
  /** Names the file in the cache. */
  readonly key: string;
}

/** Cells from elsewhere, as from a label TIFF, in place of those that a net would find. */
export interface GivenCells {
  /** Names them in the cache. */
  readonly key: string;
  /** Of their file. */
  readonly name: string;
  /** Names the file's content: `sha256:` and hexadecimal. */
  fingerprint(): Promise<string>;
  /** The label map over a working picture. */
  labels(developed: Developed): Labels | Promise<Labels>;
}

export interface ToldApart {
  readonly found: FoundCells;
  /** Names them in the cache: all that they follow from. */
  readonly key: string;
  /** Seconds that they took, now or earlier. */
  readonly seconds: number;
  readonly cached: boolean;
  /** The model that found them; null where they were given. */
  readonly by: { readonly id: string; readonly sha256: string } | null;
}

/** What the stage stands on. */
interface Context {
  readonly cache: Cache;
  readonly shelf: Shelf;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/** A cell is no crumb because the working picture is a small copy of the file. */
const leastInPicture = (least: number, pixel: number, trained: number) =>
  Math.ceil(Math.max(least / pixel, Math.min(least, trained)));

/** How much a full turn of `split` moves the depth at which seeds begin, and in how many steps it parts cells further. */
const SPLIT = 0.35;
const SPLIT_STEPS = 5;

/**
 * The cells that a look shows, by a recipe: threshold, least size and how readily cells are parted, then a person's strokes. Who
 * asks for smaller cells than the model does gets specks too.
 *
 * @param pixel area of a pixel of the picture in pixels of the file.
 */
export function toldApart(
  { maps, scale, specks, read }: Look,
  recipe: CellsRecipe,
  reading: CellsManifest['reading'],
  pixel: number,
): Labels {
  const { threshold, split, least, strokes } = recipe;
  const seeding = (share: number): Seeding => ({
    seed: Math.min(0.95, Math.max(0.05, reading.seed + SPLIT * share)),
    touch: reading.touch * (1 + share),
  });
  const by: Apart = {
    threshold,
    ...seeding(Math.min(0, split)),
    smooth: reading.smooth / scale,
    least: leastInPicture(least, pixel, reading.least),
  };
  const without = least < reading.least ? 0 : specks;
  const finer =
    split > 0 ? Array.from({ length: SPLIT_STEPS }, (_, i) => seeding((split * (i + 1)) / SPLIT_STEPS)) : [];
  const isRead =
    read &&
    split <= 0 &&
    without === 0 &&
    (Object.keys(by) as (keyof Apart)[]).every((name) => by[name] === read.by[name]); // its own keys
  return mended(isRead ? read.labels : apart(maps, by, finer, without), strokes);
}

/**
 * Every cell of a picture, and what was measured of it. What the net says is kept by itself, so that all settings but the
 * diameter only read it anew; contrast and gamma change nothing, since the net looks at what the picture was stretched from.
 *
 * @param given cells from elsewhere; the strokes are drawn over these too.
 * @throws StudioError with code `model`; the signal's reason when aborted.
 */
export async function* cells(
  { planes, developed, develop, key }: CellsGround,
  recipe: CellsRecipe,
  context: Context,
  signal: AbortSignal,
  given: GivenCells | null = null,
): AsyncGenerator<CellsProgress, ToldApart> {
  const { cache, shelf, now } = context;
  const { frame, light, leastSpan } = developed;
  const { width, height } = developed.grey;
  const [sx, sy] = scalesOf({ width, height }, frame);
  // The rest says which pixels they are.
  const placeKey = `${greySettings({ ...develop, low: 0, high: 0, gamma: 1 })} ${key}`;

  const rawBytes = ({ values }: RawChannels) => values.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const finish = async (
    foundKey: string,
    before: Omit<Made<unknown>, 'value'>,
    labelled: () => Labels | Promise<Labels>,
    by: ToldApart['by'],
  ): Promise<ToldApart> => {
    const found = await kept(context, signal, foundKey, foundBytes, async () => {
      const raw = await kept(context, signal, `raw ${placeKey}`, rawBytes, async () =>
        rawChannels(await planes(), develop),
      );
      return foundCells(await labelled(), raw.value, frame);
    });
    return {
      found: found.value,
      key: foundKey,
      seconds: before.seconds + found.seconds,
      cached: before.cached && found.cached,
      by,
    };
  };

  if (given) {
    const { enabled, model, ...rest } = recipe;
    const foundKey = `cells ${JSON.stringify(rest.strokes)} ${given.key} ${placeKey}`;
    const labels = async () => mended(await given.labels(developed), recipe.strokes);
    return await finish(foundKey, { seconds: 0, cached: true }, labels, null);
  }

  const lookKeyOf = (sha256: string) => `look for cells ${sha256} ${recipe.diameter} ${placeKey}`;
  let by = { id: recipe.model, sha256: await shelf.cellsHash(recipe.model) };
  let look = cache.get(lookKeyOf(by.sha256)) as Omit<Made<Seen>, 'cached'> | undefined; // as put below
  const cached = look !== undefined;
  if (!look) {
    const begin = now();
    const net = yield* loadCellNet(recipe.model, shelf, signal);
    by = { id: recipe.model, sha256: net.sha256 }; // another may have taken its place while it was loading
    const across = recipe.diameter === 'auto' ? null : recipe.diameter / Math.sqrt(sx * sy);
    const steps = lookForCells({ width, height, values: light, leastSpan }, net, across);
    const value = yield* mapped(whileHeld(shelf, net, steps), ({ done, of }) => {
      signal.throwIfAborted();
      return { words: 'Looking for cells', done, of };
    });
    look = { value: { look: value, reading: net.manifest.reading }, seconds: now() - begin };
    cache.put(lookKeyOf(by.sha256), look, (value.read ? 4 : 3) * value.maps.inside.byteLength);
  }
  const { seconds, value } = look;
  const { enabled, model, ...rest } = recipe;
  const foundKey = `cells ${JSON.stringify(rest)} ${lookKeyOf(by.sha256)}`;
  const labels = () => toldApart(value.look, recipe, value.reading, sx * sy);
  return await finish(foundKey, { seconds, cached }, labels, by);
}

/** A look, and how what it says is read. */
interface Seen {
  readonly look: Look;
  readonly reading: CellsManifest['reading'];
}

/** What a cell's measures take, roughly. */
const CELL_BYTES = 600;
const foundBytes = ({ labels }: FoundCells) => labels.data.byteLength + CELL_BYTES * labels.count;

/** Loads a net that tells cells apart and is not yet in memory. @throws as `Shelf.cellNet`. */
export async function* loadCellNet(
  model: string,
  shelf: Shelf,
  signal: AbortSignal,
): AsyncGenerator<CellsProgress, CellNet> {
  const title = (await shelf.cells()).find(({ id }) => id === model)?.title ?? model;
  const loading = fromCallback<[number, number], CellNet>((report) =>
    shelf.cellNet(model, (done, of) => report([done, of]), signal),
  );
  yield* mapped(loading, ([done, of]) => {
    signal.throwIfAborted();
    return { words: downloadWords(title, done, of), done, of };
  });
  return await shelf.cellNet(model, () => {}, signal); // the one that is on the shelf now
}
