import type { DeskStore } from './desk-store.ts';

const KEY = 'eosin desk';

/** What a browser offers to tell tabs apart; each may be missing. */
export interface TabHost {
  /** Belongs to one tab and outlives a reload; a tab that was duplicated has a copy. */
  readonly session: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Absent over plain HTTP. */
  readonly locks: Pick<LockManager, 'request'> | null;
  newId(): string;
}

/**
 * The desk of this tab: the one it had before a reload, else that of a tab that was closed or crashed, else a fresh one. No
 * two tabs have the same desk, where the browser can tell.
 */
export async function ownDesk(
  store: Pick<DeskStore, 'desks'>,
  { session, locks, newId }: TabHost,
): Promise<string> {
  const before = session?.getItem(KEY);
  const candidates = [...(before ? [before] : []), ...(locks ? await store.desks() : [])];
  for (const desk of [...candidates, newId()]) {
    if (locks && !(await isHeld(locks, desk))) continue;
    session?.setItem(KEY, desk);
    return desk;
  }
  return newId(); // not reached: nobody holds a fresh id
}

/** Takes a desk for as long as this tab lives. @returns false where another tab has it. */
const isHeld = (locks: Pick<LockManager, 'request'>, desk: string): Promise<boolean> =>
  new Promise((resolve) => {
    locks
      .request(`eosin desk ${desk}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined; // until the tab is closed
      })
      .catch(() => resolve(true)); // this browser tells no tabs apart
  });
