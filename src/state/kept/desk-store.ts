import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Source } from '../../bridge/messages.ts';
import { besideAgain, besideToKeep, type KeptBeside } from './beside.ts';
import type { KeptPicture, Snapshot } from './snapshot.ts';

type FileSource = Extract<Source, { kind: 'file' }>;

/**
 * The file itself, which the browser copies on its own: bytes of hundreds of megabytes would hold the page up for seconds. WebKit
 * puts no file into the database, and there its bytes stand in the file's place. Files beside it are pictures themselves.
 */
type StoredFile = Omit<FileSource, 'blob' | 'beside'> & {
  readonly bytes: Blob | ArrayBuffer;
  readonly beside?: readonly KeptBeside[];
};

/** A picture in the database. */
interface StoredPicture extends Omit<KeptPicture, 'source'> {
  readonly source: Exclude<Source, FileSource> | StoredFile;
}

interface Schema extends DBSchema {
  desks: { key: string; value: { readonly id: string; readonly saved: number; readonly snapshot: Snapshot } };
  pictures: {
    key: [desk: string, id: string];
    value: StoredPicture & { readonly desk: string; readonly id: string };
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
  const takesFiles = await keepsFiles(database);
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
        pictures: broughtBack(pictures),
      };
    },
    async save(desk, snapshot, pictures) {
      await forgetDesks(database, desk);
      const keys = await database.getAllKeysFromIndex('pictures', 'desk', desk);
      const before = new Set(keys.map(([, id]) => id));
      // Read before the transaction, which does not wait for them.
      const fresh = await Promise.all(
        [...pictures]
          .filter(([id]) => !before.has(id))
          .map(async ([id, one]) => ({ ...(await stored(one, pictures, takesFiles)), desk, id })),
      );
      const change = database.transaction(['desks', 'pictures'], 'readwrite');
      const held = change.objectStore('pictures');
      const requests: Promise<unknown>[] = [
        ...fresh.map((one) => held.put(one)),
        ...[...before].filter((id) => !pictures.has(id)).map((id) => held.delete([desk, id])),
        change.objectStore('desks').put({ id: desk, saved: Date.now(), snapshot }),
        change.done,
      ];
      await Promise.all(requests);
    },
  };
}

/** Whether the database takes files as they are. */
async function keepsFiles(database: IDBPDatabase<Schema>): Promise<boolean> {
  const key: [desk: string, id: string] = ['none', 'trial'];
  const source = { kind: 'file', id: 'trial', name: 'trial', bytes: new Blob(['trial']) } as const;
  try {
    const change = database.transaction('pictures', 'readwrite');
    const trial = { desk: key[0], id: key[1], source, origin: null, suits: null };
    await Promise.all([change.store.put(trial), change.store.delete(key), change.done]);
    return true;
  } catch {
    return false;
  }
}

/** A picture to store. @param pictures all of them. */
async function stored(
  { source, origin, suits }: KeptPicture,
  pictures: ReadonlyMap<string, KeptPicture>,
  takesFiles: boolean,
): Promise<StoredPicture> {
  if (source.kind === 'drawn') return { source, origin, suits };
  const { blob, beside: _, ...rest } = source;
  const beside = besideToKeep(source, pictures);
  const bytes = takesFiles ? blob : await blob.arrayBuffer();
  return { source: { ...rest, bytes, ...(beside.length > 0 && { beside }) }, origin, suits };
}

/** Pictures as they were before they were stored, by their ids. */
function broughtBack(
  pictures: readonly (StoredPicture & { readonly id: string })[],
): Map<string, KeptPicture> {
  const blobs = new Map<string, Blob>();
  for (const { id, source } of pictures) if (source.kind === 'file') blobs.set(id, new Blob([source.bytes]));
  return new Map(
    pictures.map(({ id, source, origin, suits }): [string, KeptPicture] => {
      if (source.kind === 'drawn') return [id, { source, origin, suits }];
      const { bytes, beside, ...rest } = source;
      const blob = blobs.get(id) ?? new Blob([bytes]);
      const again = beside && { beside: besideAgain(beside, blobs) };
      return [id, { source: { ...rest, blob, ...again }, origin, suits }];
    }),
  );
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
