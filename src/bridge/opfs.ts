import { StudioError } from '../engine/errors.ts';
import { memoryStore, type Store } from '../engine/store.ts';

/** The browser's private file system of this page, in a worker; where it keeps none, as in some private windows, memory. */
export async function browserStore(): Promise<Store & { readonly lasts: boolean }> {
  try {
    return { ...opfs(await navigator.storage.getDirectory()), lasts: true };
  } catch {
    return { ...memoryStore(), lasts: false };
  }
}

/**
 * Takes the kept training for this tab, until the answer is called or the worker ends.
 *
 * @returns null where another tab has it.
 */
export async function holdTraining(): Promise<(() => void) | null> {
  if (!navigator.locks) return () => {}; // over plain HTTP there are neither locks nor files that two tabs could share
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null) =>
      lock ? new Promise<void>((release) => resolve(release)) : resolve(null);
    navigator.locks.request('eosin-training', { ifAvailable: true }, held).catch(reject);
  });
}

/** A file of the page's own that is open; the DOM's types leave it out. */
export interface OpenFile {
  truncate(size: number): void;
  /** @returns the bytes that were there. */
  read(bytes: Uint8Array, place: { readonly at: number }): number;
  /** @returns the bytes that found room. */
  write(bytes: Uint8Array, place?: { readonly at: number }): number;
  flush(): void;
  close(): void;
}

/** What a file has in a worker, where alone it can be written at once. */
export interface WorkerFile extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<OpenFile>;
}

const isMissing = (error: unknown) => error instanceof DOMException && error.name === 'NotFoundError';

/** @throws StudioError `storage`, in words that say what can be done. */
export function refused(cause: unknown): never {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  const sentence = isFull
    ? 'The browser has no more room for this page. Free some disk space, or remove models that you trained before.'
    : 'The browser does not let this page write its files, perhaps because another tab is doing so. Close other tabs of this page and try again.';
  throw new StudioError('storage', sentence, { cause });
}

function opfs(root: FileSystemDirectoryHandle): Store {
  const folderOf = async (names: readonly string[], create: boolean) => {
    let folder = root;
    for (const name of names) folder = await folder.getDirectoryHandle(name, { create });
    return folder;
  };
  const placeOf = async (path: string, create: boolean) => {
    const names = path.split('/');
    const name = names.pop() ?? '';
    return { folder: await folderOf(names, create), name };
  };
  const orNothing =
    <T>(nothing: T) =>
    (error: unknown) => {
      if (isMissing(error)) return nothing;
      throw error;
    };

  const store: Store = {
    async list(path) {
      const folder = await folderOf(path.split('/'), false).catch(orNothing(null));
      const names: string[] = [];
      if (folder) for await (const name of folder.keys()) names.push(name);
      return names;
    },
    async read(path) {
      const file = await placeOf(path, false)
        .then(({ folder, name }) => folder.getFileHandle(name))
        .then((handle) => handle.getFile())
        .catch(orNothing(null));
      return file && new Uint8Array(await file.arrayBuffer());
    },
    async write(path, bytes) {
      const { folder, name } = await placeOf(path, true).catch(refused);
      const handle = await folder.getFileHandle(name, { create: true }).catch(refused);
      const file = await (handle as WorkerFile).createSyncAccessHandle().catch(refused);
      try {
        try {
          file.truncate(0);
          if (file.write(bytes) < bytes.length) throw new DOMException('cut short', 'QuotaExceededError');
          file.flush();
        } finally {
          file.close();
        }
      } catch (cause) {
        await store.remove(path).catch(() => {}); // half a file is none
        refused(cause);
      }
    },
    async remove(path) {
      await placeOf(path, false)
        .then(({ folder, name }) => folder.removeEntry(name, { recursive: true }))
        .catch(orNothing(undefined));
    },
  };
  return store;
}
