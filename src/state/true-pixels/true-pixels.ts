import type { Client } from '../../bridge/client.ts';
import type { Tasks } from '../../bridge/messages.ts';
import type { TrueKeys } from '../../bridge/true-messages.ts';
import type { FileJobs } from '../export-jobs.ts';
import { sentenceAbout } from '../failure.ts';
import { wishOf } from '../rendering.ts';
import type { StudioStore } from '../studio.ts';
import { selectedItem } from '../tray.ts';
import { createTileBoard, type TileAsk, type TileBoard } from './tile-board.ts';
import { trueKeysOf } from './true-keys.ts';

/** How long the recipe rests before its tiles are made, in milliseconds. */
const REST = 400;
/** Tiles in a row that were missing where they should be, before it is given up. */
const MOST_MISSES = 3;

/** Tiles at the file's own pixels for panes that show a smaller picture. */
export interface TruePixels extends Pick<TileBoard, 'get' | 'want' | 'subscribe'> {
  /** The picture's size in pixels of its file; null before it is known. */
  size(): Size | null;
  /** Rises whenever a tile comes or goes, or the size becomes known. */
  version(): number;
}

type Size = Tasks['gatherTrue']['answer'];

type Stage = 'edges' | 'colour';

/**
 * Has the whole picture made ready in the worker once a pane wants tiles of it and "True pixels" is on: first the picture and its
 * edges, then the colours where those are wanted. A change of what they follow from drops the tiles and begins anew; a cancel, or a failure, turns
 * "True pixels" off.
 */
export function openTruePixels(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  { made }: Pick<FileJobs, 'made'>,
): TruePixels {
  let keys: TrueKeys | null = null;
  const ready = new Set<Stage>();
  let gathering: AbortController | null = null;
  /** The worker has put something aside, or is about to. */
  let hasAside = false;
  let size: Size | null = null;
  let version = 0;
  let misses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The stages that each viewer wants tiles of. */
  const viewers = new Map<string, ReadonlySet<string>>();

  const look = () => {
    const { strength, keepStructure } = studio.getState().recipe.colour;
    return { strength, keepStructure };
  };

  const board = createTileBoard({
    keyOf(stage) {
      if (!keys || !ready.has(stage === 'colour' ? 'colour' : 'edges')) return null;
      return stage === 'colour' ? JSON.stringify([keys, look()]) : keys.ground;
    },
    async make({ stage, tile }, signal) {
      if (!keys) return null;
      const { picture } = await client.run('trueTile', { keys, stage, look: look(), tile }, { signal });
      if (picture) misses = 0;
      return picture;
    },
    failed(_, error) {
      if (error) {
        studio.getState().alert('true pixels', sentenceAbout('True pixels', error));
        stop();
      } else if (++misses > MOST_MISSES) {
        studio.getState().alert('true pixels', 'The tiles were lost again and again; try True pixels anew.');
        stop();
      } else forget(); // a worker that was started again has nothing aside
    },
  });

  const stop = () => studio.getState().setTruePixels(false);

  /** Begins anew with what is there now. */
  const forget = () => {
    gathering?.abort();
    gathering = null;
    ready.clear();
    size = null;
    board.clear();
    if (hasAside) void client.run('dropTrue', {}).catch(() => {}); // a worker that cannot hear has nothing to drop
    hasAside = false;
    clearTimeout(timer);
    timer = setTimeout(gather, REST);
  };

  /** What is wanted next and not there. */
  const next = (): Stage | null => {
    const wanted = new Set([...viewers.values()].flatMap((stages) => [...stages]));
    if (!keys || wanted.size === 0) return null;
    if (!ready.has('edges')) return 'edges';
    return keys.model !== null && wanted.has('colour') && !ready.has('colour') ? 'colour' : null;
  };

  async function gather(): Promise<void> {
    const stage = next();
    const wish = wishOf(studio.getState());
    if (gathering || !keys || !stage || !wish) return;
    const { source, recipe } = wish;
    const ask = { keys, source, recipe, stage };
    const controller = new AbortController();
    gathering = controller;
    hasAside = true;
    const found = await made(
      source.name,
      (listener) => {
        listener.progress?.({ stage, words: 'Making the whole picture ready', done: 0, of: 1 }); // a large file is read for seconds
        return client.run('gatherTrue', ask, { ...listener, background: true });
      },
      { signal: controller.signal },
      'true pixels',
    );
    if (controller.signal.aborted) return; // for another recipe
    gathering = null;
    if (!found) {
      stop(); // cancelled by hand, or an alert says why not
      return;
    }
    ready.add(stage);
    size = found;
    board.tell();
    board.goOn();
    void gather();
  }

  const follow = () => {
    const state = studio.getState();
    const wish = state.truePixels ? wishOf(state) : null;
    const now = wish && trueKeysOf(wish, selectedItem(state)?.facts ?? null);
    if (now?.ground === keys?.ground && now?.model === keys?.model) {
      board.goOn(); // another strength of the colours, say
      return;
    }
    const isOtherGround = now?.ground !== keys?.ground;
    keys = now;
    if (isOtherGround) {
      misses = 0;
      forget();
      return;
    }
    if (ready.has('edges')) gathering?.abort(); // it walked through another model
    if (gathering?.signal.aborted) gathering = null;
    ready.delete('colour');
    board.goOn();
    clearTimeout(timer);
    timer = setTimeout(gather, REST);
  };
  board.subscribe(() => version++);
  studio.subscribe((after, before) => {
    if (causes.some((cause) => after[cause] !== before[cause])) follow();
  });
  follow();

  return {
    get: board.get,
    subscribe: board.subscribe,
    size: () => size,
    version: () => version,
    want(viewer, asks: readonly TileAsk[]) {
      if (asks.length > 0) viewers.set(viewer, new Set(asks.map(({ stage }) => stage)));
      else viewers.delete(viewer);
      board.want(viewer, asks);
      void gather();
    },
  };
}

/** What a picture at its file's own pixels follows from, in the store. */
const causes = ['truePixels', 'items', 'selected', 'recipe', 'strokes', 'device', 'models', 'live'] as const;
