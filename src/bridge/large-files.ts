import type { TiledFile } from '../engine/export/tiled.ts';
import { memoryScratch, type Scratch } from '../engine/tiles/scratch.ts';
import { type OpenFile, refused, type WorkerFile } from './opfs.ts';

/** A file that is being made. */
export interface LargeFile extends TiledFile {
  /** @returns the file; null where it stands where the person wanted it. */
  finish(): Promise<Blob | null>;
  /** Leaves nothing behind. */
  drop(): Promise<void>;
}

/** Where the page keeps files for as long as a job takes, and a while for the browser's downloads. */
const FOLDER = 'exports';
const KEPT_MS = 3_600_000;
/** What is put aside has an ending of its own, and nobody reads it once the tab that has it open is gone. */
const ASIDE = '.aside';
/** Time enough to open a file that was just made. */
const FRESH_MS = 60_000;

let count = 0;

/** A file of the page's own, in a worker. @throws DOMException where the browser has none. */
async function ownFile(ending: typeof ASIDE | '') {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const name = `${Date.now()}-${++count}${ending}`;
  const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFile; // as in every worker
  const file = await handle.createSyncAccessHandle();
  return { handle, file, remove: () => folder.removeEntry(name).catch(() => {}) }; // it is removed by age, else
}

/** Removes what earlier work has left: a download may still read a file, and another tab has its own open, which keeps it. */
export async function removeOldFiles(): Promise<void> {
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
    for await (const name of folder.keys()) {
      const keptMs = name.endsWith(ASIDE) ? FRESH_MS : KEPT_MS;
      if (Date.now() - Number.parseInt(name, 10) > keptMs) await folder.removeEntry(name).catch(() => {});
    }
  } catch {
    // There is no such folder, or no files at all.
  }
}

/** Writes all of the bytes. @throws StudioError `storage` where there is no room. */
function writeAll(file: OpenFile, at: number, bytes: Uint8Array): void {
  try {
    if (file.write(bytes, { at }) < bytes.length) throw new DOMException('cut short', 'QuotaExceededError');
  } catch (cause) {
    refused(cause);
  }
}

/** Bytes put aside in files of the page's own; in memory where the browser has none. */
export const browserScratch: Scratch = {
  async open(size) {
    const own = await ownFile(ASIDE).catch(() => null);
    if (!own) return memoryScratch.open(size);
    const { file, remove } = own;
    return {
      read(at, length) {
        const bytes = new Uint8Array(length);
        file.read(bytes, { at });
        return bytes;
      },
      write: (at, bytes) => writeAll(file, at, bytes),
      close() {
        file.close();
        void remove();
      },
    };
  },
};

/** `write` with an `append` beside it. */
function growing(write: (at: number, bytes: Uint8Array) => void | Promise<void>): TiledFile {
  let end = 0;
  const put = (at: number, bytes: Uint8Array) => {
    end = Math.max(end, at + bytes.length);
    return write(at, bytes);
  };
  return { write: put, append: (bytes) => put(end, bytes) };
}

/** A file that a person has chosen a place for: it stands there only once it is finished. @throws StudioError `storage`. */
async function chosenFile(handle: FileSystemFileHandle): Promise<LargeFile> {
  const stream = await handle.createWritable().catch(refused);
  return {
    ...growing((position, bytes) =>
      // A copy, in memory of its own as the stream asks for.
      stream.write({ type: 'write', position, data: new Uint8Array(bytes) }).catch(refused),
    ),
    async finish() {
      await stream.close().catch(refused);
      return null;
    },
    drop: () => stream.abort().catch(() => {}), // what was there before stays
  };
}

/** A file that the browser downloads once it is finished: on the disk, where the page has files of its own, else in memory. */
async function downloadedFile(type: string): Promise<LargeFile> {
  const own = await ownFile('').catch(() => null);
  if (!own) return inMemory(type);
  const { handle, file, remove } = own;
  return {
    ...growing((at, bytes) => writeAll(file, at, bytes)),
    async finish() {
      file.flush();
      file.close();
      return (await handle.getFile()).slice(0, undefined, type); // by reference: a blob of so many bytes of the disk
    },
    async drop() {
      file.close();
      await remove();
    },
  };
}

function inMemory(type: string): LargeFile {
  const parts = new Map<number, Uint8Array<ArrayBuffer>>();
  return {
    ...growing((at, bytes) => {
      parts.set(at, new Uint8Array(bytes));
    }),
    async finish() {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let end = 0;
      for (const [at, bytes] of [...parts].sort(([a], [b]) => a - b)) {
        if (at > end) pieces.push(new Uint8Array(at - end)); // what was left out is 0, as in a file
        pieces.push(bytes);
        end = at + bytes.length;
      }
      return new Blob(pieces, { type });
    },
    async drop() {
      parts.clear();
    },
  };
}

/** A file of any size: at the place that a person has chosen, or, with null, one to be downloaded. */
export const largeFile = (place: FileSystemFileHandle | null, type: string): Promise<LargeFile> =>
  place ? chosenFile(place) : downloadedFile(type);
