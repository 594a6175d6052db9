import type { Tasks } from '../../bridge/messages.ts';
import { createCache } from '../../engine/cache.ts';
import type { Picture } from '../../engine/picture.ts';

type Ask = Tasks['trueTile']['ask'];
export type TileAsk = Pick<Ask, 'stage' | 'tile'>;

/** The most that is kept of tiles, in bytes: 192 of 512 px. */
export const BOARD_BYTES = 192 * 2 ** 20;
/** Asked for at a time: while one is made, the next one waits. */
const AT_A_TIME = 2;

/** Tiles of the panes: those that came, and those that are waited for. */
export interface TileBoard {
  /**
   * What a viewer shows from now on, the most wanted first; it replaces what that viewer wanted. What nobody wants any more is
   * not asked for, and stopped where it is being made.
   */
  want(viewer: string, asks: readonly TileAsk[]): void;
  /** RGBA; undefined where it has not come. */
  get(ask: TileAsk): Picture | undefined;
  /** Goes on, where what was missing may be there now. */
  goOn(): void;
  /** Forgets the tiles, and stops those that are being made; what is wanted stays wanted. */
  clear(): void;
  subscribe(listener: () => void): () => void;
  /** Tells whoever has subscribed, as when a tile came. */
  tell(): void;
}

interface BoardHost {
  /** Names what a stage's tiles follow from; null while it cannot be asked for tiles. */
  keyOf(stage: Ask['stage']): string | null;
  /** Makes a tile; null where it cannot be had. @throws where it was aborted or failed. */
  make(ask: TileAsk, signal: AbortSignal): Promise<Picture | null>;
  /** Is told of a tile that could not be had or made. */
  failed(ask: TileAsk, error: unknown): void;
}

/** @param budgetBytes the most that all tiles that are kept may weigh together: the least recently shown are forgotten first. */
export function createTileBoard({ keyOf, make, failed }: BoardHost, budgetBytes = BOARD_BYTES): TileBoard {
  let cache = createCache(budgetBytes);
  const viewers = new Map<string, readonly TileAsk[]>();
  const running = new Map<string, AbortController>();
  /** Those that could not be had: they are not asked for again and again. */
  const missing = new Set<string>();
  const listeners = new Set<() => void>();

  const nameOf = ({ stage, tile }: TileAsk) => {
    const key = keyOf(stage);
    return key === null ? null : `${stage} ${tile.x} ${tile.y} ${key}`;
  };
  const get = (ask: TileAsk) => {
    const name = nameOf(ask);
    return name === null ? undefined : (cache.get(name) as Picture | undefined); // as put below
  };

  /** What all viewers want, the most wanted of each first. */
  const wanted = (): TileAsk[] => {
    const lists = [...viewers.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
  };

  const tell = () => {
    for (const listener of listeners) listener();
  };

  const miss = (ask: TileAsk, name: string, error: unknown) => {
    missing.add(name);
    failed(ask, error);
  };

  const start = async (ask: TileAsk, name: string) => {
    const controller = new AbortController();
    running.set(name, controller);
    try {
      const picture = await make(ask, controller.signal);
      if (controller.signal.aborted) return;
      if (picture) {
        cache.put(name, picture, picture.data.byteLength);
        tell();
      } else miss(ask, name, null);
    } catch (error) {
      if (!controller.signal.aborted) miss(ask, name, error);
    } finally {
      if (running.get(name) === controller) running.delete(name);
      goOn();
    }
  };

  const goOn = () => {
    const asks = wanted();
    const names = new Map(asks.map((ask) => [nameOf(ask), ask]));
    for (const [name, controller] of running) {
      if (names.has(name)) continue;
      running.delete(name);
      controller.abort();
    }
    for (const [name, ask] of names) {
      if (running.size >= AT_A_TIME) break;
      if (name === null || running.has(name) || missing.has(name) || cache.get(name)) continue;
      void start(ask, name);
    }
  };

  return {
    want(viewer, asks) {
      if (asks.length > 0) viewers.set(viewer, asks);
      else viewers.delete(viewer);
      for (const ask of wanted()) get(ask); // is in use, and the last to be forgotten
      goOn();
    },
    get,
    goOn,
    clear() {
      cache = createCache(budgetBytes);
      missing.clear();
      for (const controller of running.values()) controller.abort();
      running.clear();
      tell();
      goOn();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell,
  };
}
