import { type DBSchema, openDB } from 'idb';
import { KEPT_BATCH } from './kept-flag.ts';
import type { BatchPlan } from './plan.ts';

interface Schema extends DBSchema {
  plans: { key: 'now'; value: BatchPlan & { readonly hasEnded?: true } };
  /** The share of invented edges by the picture's name: no column of the manifest has it. */
  invented: { key: string; value: number };
}

/** What a batch needs to go on in another tab; the manifest among the results says how far it is. */
export interface KeptBatch {
  /** Null where there is no batch; one into a ZIP that has ended is there until a new one is begun, since its results are. */
  load(): Promise<{ plan: BatchPlan; hasEnded: boolean; invented: ReadonlyMap<string, number> } | null>;
  /** @returns false where the browser does not keep it, as in some private windows. */
  keep(plan: BatchPlan): Promise<boolean>;
  measured(name: string, invented: number): Promise<void>;
  /** It has come to its end, and its results stay. */
  ended(plan: BatchPlan): Promise<void>;
  forget(): Promise<void>;
}

const open = () =>
  openDB<Schema>('eosin-batch', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('plans');
      fresh.createObjectStore('invented');
    },
  });

function flag(isKept: boolean): void {
  try {
    if (isKept) localStorage.setItem(KEPT_BATCH, '1');
    else localStorage.removeItem(KEPT_BATCH);
  } catch {
    // Storage is blocked: the drawer does not open by itself.
  }
}

export const keptBatch: KeptBatch = {
  async load() {
    try {
      const database = await open();
      const found = await database.get('plans', 'now');
      if (found?.version !== 1) return null;
      const { hasEnded = false, ...plan } = found;
      const [names, shares] = await Promise.all([
        database.getAllKeys('invented'),
        database.getAll('invented'),
      ]);
      return { plan, hasEnded, invented: new Map(names.map((name, i) => [name, shares[i] ?? 0])) };
    } catch {
      return null;
    }
  },
  async keep(plan) {
    try {
      const database = await open();
      await database.clear('invented');
      await database.put('plans', plan, 'now');
      flag(true);
      return true;
    } catch {
      return false;
    }
  },
  async measured(name, invented) {
    await open()
      .then((database) => database.put('invented', invented, name))
      .catch(() => {}); // it is shown all the same
  },
  async ended(plan) {
    flag(false);
    await open()
      .then((database) => database.put('plans', { ...plan, hasEnded: true }, 'now'))
      .catch(() => {}); // after a reload it is one that goes on, and has nothing left to do
  },
  async forget() {
    flag(false);
    await open()
      .then((database) => Promise.all([database.clear('plans'), database.clear('invented')]))
      .catch(() => {});
  },
};
