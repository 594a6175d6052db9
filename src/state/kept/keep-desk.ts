import type { StudioStore } from '../studio.ts';
import type { DeskStore } from './desk-store.ts';
import { openDeskStore } from './desk-store.ts';
import { ownDesk, type TabHost } from './own-desk.ts';
import { putBack, snapshotOf } from './snapshot.ts';

/** How long the desk rests before it is kept, in milliseconds: a slider that is dragged is kept once. */
const REST = 400;

const NO_ROOM =
  'This browser has no more room: what you add from now on will not come back after a reload. Export what you want to keep, or remove pictures.';

/** What is kept of a state: a change of anything else, as of the pointer's place, costs nothing. */
const kept = [
  'items',
  'recipe',
  'strokes',
  'guide',
  'labels',
  'selected',
  'chosen',
  'layout',
  'partner',
] as const;

/**
 * Brings back what this tab had before a reload or a crash, then keeps every change.
 *
 * @returns whether something came back. Where the browser keeps nothing, nothing does, and the page works all the same.
 */
export async function keepDesk(studio: StudioStore, host: TabHost): Promise<boolean> {
  let store: DeskStore;
  let desk: string;
  let isBack = false;
  try {
    store = await openDeskStore();
    desk = await ownDesk(store, host);
    const found = await store.load(desk);
    if (found?.snapshot.version === 1) {
      putBack(studio, found.snapshot, found.pictures);
      isBack = studio.getState().items.length > 0;
    }
  } catch {
    return false;
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = Promise.resolve();
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(async () => {
      const { snapshot, pictures } = snapshotOf(studio);
      try {
        await store.save(desk, snapshot, pictures);
      } catch (error) {
        const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
        if (isFull) studio.getState().alert('no room', NO_ROOM);
      }
    });
  };
  studio.subscribe((state, before) => {
    if (kept.every((one) => state[one] === before[one])) return;
    timer ??= setTimeout(save, REST);
  });
  // A tab that goes into the background may never come back.
  document.addEventListener('visibilitychange', () => document.hidden && timer !== undefined && save());
  addEventListener('pagehide', () => timer !== undefined && save());
  return isBack;
}

/** @returns what this browser offers; an access may be refused outright. */
export function browserTab(): TabHost {
  let session: Storage | null = null;
  try {
    session = sessionStorage;
  } catch {
    // Storage is blocked.
  }
  return {
    session,
    locks: navigator.locks ?? null,
    newId: () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`,
  };
}
