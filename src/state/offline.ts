import type { StateCreator } from 'zustand';
import type { Client, Listener } from '../bridge/client.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { NEWER } from './renewal.ts';
import type { Studio, StudioStore } from './studio.ts';

/** What works here without a network. */
export interface OfflineSlice {
  /** The page and all its parts are kept by the browser. */
  readonly isPageKept: boolean;
  /** What the models that are not kept would download, in bytes; null until it is known. */
  readonly missingBytes: number | null;
  pageKept(): void;
  modelsMissing(bytes: number): void;
}

export const offlineSlice: StateCreator<Studio, [], [], OfflineSlice> = (set) => ({
  isPageKept: false,
  missingBytes: null,
  pageKept: () => set({ isPageKept: true }),
  modelsMissing: (missingBytes) => set({ missingBytes }),
});

/** Everything opens, colours and dreams without a network. */
export const isReadyOffline = ({ isPageKept, missingBytes }: OfflineSlice) =>
  isPageKept && missingBytes === 0;

/** How the browser keeps the page; offline-copy.ts does it where there are service workers. */
export interface PageKeeper {
  /** Keeps the page, where it is not kept; to be called when the first picture stands. */
  keep(): Promise<void>;
  /** Asks the browser not to empty its storage by itself. */
  persist(): Promise<void>;
}

export interface Offline {
  /** Counts anew what the models would download that are not here. */
  count(): Promise<void>;
  /**
   * Downloads all models that are not here.
   *
   * @returns a sentence where not all could be had; null where they are here, or it was stopped.
   */
  keepModels(listener: Pick<Listener, 'progress' | 'signal'>): Promise<string | null>;
}

/** The page is kept as soon as its first picture stands, so that it never waits for what a later visit needs. */
export function openOffline(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  makeKeeper: (tell: { kept(): void; newer(): void }) => PageKeeper,
): Offline {
  const count = async () => {
    const { bytes } = await client.run('missingModels', {}, { background: true });
    studio.getState().modelsMissing(bytes);
  };
  const keeper = makeKeeper({
    kept() {
      studio.getState().pageKept();
      void whenAtRest(studio).then(count, () => {});
    },
    newer: () => studio.getState().alert('renewed', NEWER, { reloads: true }),
  });
  void whenAtRest(studio).then(keeper.keep);

  return {
    count: () => count().catch(() => {}), // of an engine that has not started: an alert says so
    async keepModels(listener) {
      await keeper.persist();
      try {
        const { bytes } = await client.run('keepModels', {}, { ...listener, background: true });
        studio.getState().modelsMissing(bytes);
        return bytes === 0
          ? null
          : 'The browser has no room for all models. Free some disk space and try again.';
      } catch (error) {
        await count().catch(() => {});
        return codeOf(error) === 'cancelled' ? null : sentenceAbout('Models', error);
      }
    },
  };
}

/** Resolves when a picture stands and nothing runs. */
function whenAtRest(studio: StudioStore): Promise<void> {
  const isAtRest = ({ running, stages, models }: Studio) =>
    running === 0 && models !== null && stages.edges.state === 'ready';
  return new Promise((resolve) => {
    if (isAtRest(studio.getState())) return resolve();
    const stop = studio.subscribe((state) => {
      if (!isAtRest(state)) return;
      stop();
      resolve();
    });
  });
}
