import type { Client } from '../../bridge/client.ts';
import { MANIFEST, type Row } from '../../engine/batch/manifest.ts';
import { fileAt, rowsOf } from './folders.ts';

/** A file by its path below the results. */
export interface ResultFile {
  readonly path: string;
  readonly blob: Blob;
}

/** Where the results of a batch are. */
export interface Results {
  /** The folder that the worker writes to; null where it hands the files back. */
  readonly folder: FileSystemDirectoryHandle | null;
  /** The rows of the manifest that lies there. */
  rows(): Promise<readonly Row[]>;
  /** Takes what the worker hands back of a picture. */
  take(picture: string, files: readonly { readonly name: string; readonly blob: Blob }[]): void;
  /** The files of a picture, in the order of their names; none where there are none. */
  filesOf(picture: string): Promise<readonly ResultFile[]>;
  /** Puts a file beside the pictures' folders. @throws StudioError `storage`. */
  put(name: string, content: string | Blob): Promise<void>;
  /** One of those; null where there is none. */
  get(name: string): Promise<Blob | null>;
}

const byName = (a: ResultFile, b: ResultFile) => (a.path < b.path ? -1 : 1);

async function belowOf(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemDirectoryHandle> {
  let at = folder;
  for (const name of path.split('/')) at = await at.getDirectoryHandle(name);
  return at;
}

/** Results in a folder, of a person's or of the page's own. */
export function folderResults(folder: FileSystemDirectoryHandle, client: Pick<Client, 'run'>): Results {
  return {
    folder,
    rows: () => rowsOf(folder),
    take() {},
    async filesOf(picture) {
      const files: ResultFile[] = [];
      const own = await belowOf(folder, picture).catch(() => null);
      if (!own) return files;
      for await (const entry of own.values())
        if (entry.kind === 'file')
          files.push({ path: `${picture}/${entry.name}`, blob: await fileAt(own, entry.name) });
      return files.sort(byName);
    },
    async put(name, content) {
      await client.run('batchWrite', { folder, name, content }, { background: true });
    },
    get: (name) => fileAt(folder, name).catch(() => null),
  };
}

/** Results in memory, where the browser keeps no files for the page: they go with the tab. */
export function memoryResults(): Results {
  const pictures = new Map<string, readonly ResultFile[]>();
  const others = new Map<string, Blob>();
  return {
    folder: null,
    rows: async () => [],
    take(picture, files) {
      pictures.set(
        picture,
        files.map(({ name, blob }) => ({ path: `${picture}/${name}`, blob })).sort(byName),
      );
    },
    filesOf: async (picture) => pictures.get(picture) ?? [],
    async put(name, content) {
      others.set(name, new Blob([content]));
    },
    get: async (name) => others.get(name) ?? null,
  };
}

/** All files of the pictures that are finished, with the manifest in front. */
export async function filesToPack(
  results: Results,
  pictures: readonly string[],
  beside: readonly string[],
): Promise<readonly ResultFile[]> {
  const files: ResultFile[] = [];
  for (const path of [MANIFEST, ...beside]) {
    const blob = await results.get(path);
    if (blob) files.push({ path, blob });
  }
  for (const picture of pictures) files.push(...(await results.filesOf(picture)));
  return files;
}
