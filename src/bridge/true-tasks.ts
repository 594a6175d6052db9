import { downloadWords } from '../engine/models/download-words.ts';
import type { Generator } from '../engine/models/load.ts';
import { loadGenerator } from '../engine/painted.ts';
import type { Picture } from '../engine/picture.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import type { ProgressEvent } from '../engine/render-event.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import { mapped } from '../engine/steps/mapped.ts';
import type { BeforeLast } from '../engine/tiles/layers-walked.ts';
import type { TiledProgress } from '../engine/tiles/render-in-tiles.ts';
import { type Scratch, spilling } from '../engine/tiles/scratch.ts';
import {
  colourTile,
  cutRows,
  type TrueGround,
  trueColours,
  trueGround,
} from '../engine/tiles/true-ground.ts';
import { browserScratch, removeOldFiles } from './large-files.ts';
import type { Source, Tasks } from './messages.ts';
import { createPlace, type Shared } from './place.ts';
import type { Engine } from './serve.ts';
import { toRgba } from './to-rgba.ts';

/** What is put aside in memory before files are used. */
const ASIDE_BYTES = 2 ** 26;
/** Side of the tiles that layers are walked in, in pixels. */
const TILE = 512;

/** What tiles need of the studio in the worker. */
export interface TrueRoom {
  engineSource(source: Source): EngineSource;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
  /** Where pictures and layers are put aside; files of the page's own where there are such. */
  scratch?: Scratch;
}

interface Walked {
  readonly before: BeforeLast;
  /** Names the weights that it was walked with. */
  readonly sha256: string;
}

const colourKey = ({ ground, model }: Tasks['trueTile']['ask']['keys']) => `${model} ${ground}`;

/** The tasks of true-messages.ts. One picture is held at a time: it goes once another is there and nobody reads it any more. */
export function createTrueTasks({
  engineSource,
  onDevice,
  scratch = spilling(ASIDE_BYTES, browserScratch),
}: TrueRoom): Pick<Engine, 'gatherTrue' | 'trueTile' | 'dropTrue'> {
  const grounds = createPlace<TrueGround>();
  const walks = createPlace<Walked>();

  async function* generatorOf(
    model: string,
    { shelf }: Pick<RenderContext, 'shelf'>,
    signal: AbortSignal,
  ): AsyncGenerator<TiledProgress, Generator> {
    const title = (await shelf.manifests()).find(({ id }) => id === model)?.title ?? model;
    const loading = loadGenerator(model, { shelf }, signal);
    return yield* mapped(loading, ([done, of]) => ({ words: downloadWords(title, done, of), done, of }));
  }

  /** The ground of that key, made where it is not there. */
  async function* ground(
    { keys, source }: Tasks['gatherTrue']['ask'],
    recipe: Recipe,
    signal: AbortSignal,
  ): AsyncGenerator<TiledProgress, Shared<TrueGround>> {
    const there = grounds.take(keys.ground);
    if (there) return there;
    grounds.drop();
    walks.drop(); // it would lie in the way of what takes its place
    await removeOldFiles();
    const made = yield* trueGround(engineSource(source), recipe, TILE, scratch, signal);
    const shared = grounds.put(keys.ground, made, made.close);
    return shared;
  }

  async function* walk(
    keys: Tasks['gatherTrue']['ask']['keys'],
    recipe: Recipe,
    ground: TrueGround,
    signal: AbortSignal,
  ): AsyncGenerator<TiledProgress, void> {
    walks.drop();
    yield* onDevice(async function* (context) {
      const generator = yield* generatorOf(recipe.colour.model, context, signal);
      const release = context.shelf.hold(generator);
      try {
        const before = yield* trueColours(ground, recipe, generator, TILE, scratch, signal);
        walks.put(colourKey(keys), { before, sha256: generator.sha256 }, before.close).release();
      } finally {
        release();
      }
    }, signal);
  }

  async function* colour(
    { keys, look, tile }: Tasks['trueTile']['ask'],
    ground: TrueGround,
    signal: AbortSignal,
  ): AsyncGenerator<null, Picture | null> {
    const walked = walks.take(colourKey(keys));
    if (!walked || keys.model === null) return null;
    const { model } = keys;
    const { before, sha256 } = walked.value;
    try {
      return yield* onDevice(async function* (context) {
        const generator = yield* mapped(generatorOf(model, context, signal), () => null);
        if (generator.sha256 !== sha256) {
          walks.drop(); // another has taken its name
          return null;
        }
        const release = context.shelf.hold(generator);
        try {
          return await colourTile(ground, before, generator, look, tile);
        } finally {
          release();
        }
      }, signal);
    } finally {
      walked.release();
    }
  }

  return {
    async *gatherTrue(ask, signal) {
      const { stage, keys } = ask;
      const whole = { ...ask.recipe, develop: { ...ask.recipe.develop, frame: 'fit' as const, scale: 1 } };
      const tell = (progress: TiledProgress): ProgressEvent => ({
        type: 'progress',
        progress: { stage, ...progress },
      });
      const found = yield* mapped(ground(ask, whole, signal), tell);
      try {
        const there = walks.take(colourKey(keys));
        there?.release();
        if (stage === 'colour' && !there) yield* mapped(walk(keys, whole, found.value, signal), tell);
        const { width, height } = found.value;
        return { width, height };
      } finally {
        found.release();
      }
    },

    async *trueTile(ask, signal) {
      const found = grounds.take(ask.keys.ground);
      if (!found) return { picture: null };
      try {
        const { developed, edges } = found.value;
        const picture =
          ask.stage === 'colour'
            ? yield* colour(ask, found.value, signal)
            : await cutRows(ask.stage === 'edges' ? edges : developed.rgb, ask.tile);
        return { picture: picture && toRgba(picture) };
      } finally {
        found.release();
      }
    },

    async *dropTrue() {
      walks.drop();
      grounds.drop();
      return {};
    },
  };
}
