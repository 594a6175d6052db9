import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptPicture, Snapshot } from './snapshot.ts';

interface Schema extends DBSchema {
  desks: { key: string; value: { readonly id: string; readonly saved: number; readonly snapshot: Snapshot } };
  pictures: {
    key: [desk: string, id: string];
    value: KeptPicture & { readonly desk: string; readonly id: string };
    indexes: { desk: string };
  };
}

const NAME = 'eosin-desks';
/** Desks of closed tabs that are kept beside the one in use. */
const SPARE_DESKS = 2;

/** What a tab keeps across a reload, in the browser's database. */
export interface DeskStore {
  /** The ids of the desks that are kept, the newest first. */
  desks(): Promise<readonly string[]>;
  load(desk: string): Promise<{ snapshot: Snapshot; pictures: Map<string, KeptPicture> } | null>;
  /**
   * Keeps the snapshot, the pictures that are not kept yet, and no others; desks of closed tabs beyond the newest go.
   *
   * @throws DOMException `QuotaExceededError` where there is no room; what was kept before stays.
   */
  save(desk: string, snapshot: Snapshot, pictures: ReadonlyMap<string, KeptPicture>): Promise<void>;
}

/** @throws where the browser keeps nothing, as in some private windows. */
export async function openDeskStore(): Promise<DeskStore> {
  const database = await open();
  return {
    async desks() {
      const all = await database.getAll('desks');
      return all.sort((a, b) => b.saved - a.saved).map(({ id }) => id);
    },
    async load(desk) {
      const kept = await database.get('desks', desk);
      if (!kept) return null;
      const pictures = await database.getAllFromIndex('pictures', 'desk', desk);
      return {
        snapshot: kept.snapshot,
        pictures: new Map(
          pictures.map(({ id, source, origin, suits }) => [id, { source: asBlob(source), origin, suits }]),
        ),
      };
    },
    async save(desk, snapshot, pictures) {
      await forgetDesks(database, desk);
      const keys = await database.getAllKeysFromIndex('pictures', 'desk', desk);
      const before = new Set(keys.map(([, id]) => id));
      // WebKit stores no file in a database: its bytes are, read before the transaction, which does not wait.
      const fresh = await Promise.all(
        [...pictures]
          .filter(([id]) => !before.has(id))
          .map(async ([id, one]) => ({ ...(await inBytes(one)), desk, id })),
      );
      const change = database.transaction(['desks', 'pictures'], 'readwrite');
      const kept = change.objectStore('pictures');
      change.done.catch(() => {}); // told below
      for (const one of fresh) kept.put(one).catch(() => {}); // the transaction tells of it
      for (const id of before) if (!pictures.has(id)) void kept.delete([desk, id]);
      void change.objectStore('desks').put({ id: desk, saved: Date.now(), snapshot });
      await change.done;
    },
  };
}

/** The other way: bytes as a blob again. */
const asBlob = (source: KeptPicture['source']): KeptPicture['source'] =>
  source.kind === 'file' && !(source.blob instanceof Blob)
    ? { ...source, blob: new Blob([source.blob]) }
    : source;

/** A picture whose blob does not hang on a file of the disk. */
async function inBytes(picture: KeptPicture): Promise<KeptPicture> {
  const { source } = picture;
  if (source.kind !== 'file') return picture;
  const bytes = await source.blob.arrayBuffer();
  return { ...picture, source: { ...source, blob: new Uint8Array(bytes) as unknown as Blob } };
}

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('desks', { keyPath: 'id' });
      fresh.createObjectStore('pictures', { keyPath: ['desk', 'id'] }).createIndex('desk', 'desk');
    },
  });

/** Lets go of all desks but the one in use and the newest others; a tab that still uses one keeps it again. */
async function forgetDesks(database: IDBPDatabase<Schema>, inUse: string): Promise<void> {
  const others = (await database.getAll('desks')).filter(({ id }) => id !== inUse);
  for (const { id } of others.sort((a, b) => b.saved - a.saved).slice(SPARE_DESKS)) {
    const change = database.transaction(['desks', 'pictures'], 'readwrite');
    const keys = await change.objectStore('pictures').index('desk').getAllKeys(id);
    for (const key of keys) void change.objectStore('pictures').delete(key);
    void change.objectStore('desks').delete(id);
    await change.done;
  }
}
