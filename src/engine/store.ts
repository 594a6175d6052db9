/** Files that stay when the page is closed, in folders; paths have forward slashes. */
export interface Store {
  /** The names of what is in a folder; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Null where there is no such file. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** @throws StudioError `storage` where there is no room; the file is then gone. */
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Takes away a file, or a folder with all that is in it; nothing where there is none. */
  remove(path: string): Promise<void>;
}

/** Files that go with the page: for a browser that keeps none, and for tests. */
export function memoryStore(): Store {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    async list(folder) {
      const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
    read: async (path) => files.get(path)?.slice() ?? null,
    async write(path, bytes) {
      files.set(path, bytes.slice());
    },
    async remove(path) {
      for (const file of [...files.keys()]) {
        if (file === path || file.startsWith(`${path}/`)) files.delete(file);
      }
    },
  };
}
