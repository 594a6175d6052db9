import { afterEach, expect, test, vi } from 'vitest';
import { browserScratch, largeFile, removeOldFiles } from './large-files.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The private file system of a page as browsers have it: a file that is open cannot be removed. */
function privateFiles() {
  const names = new Set<string>();
  const open = new Set<string>();
  const handle = (name: string) => ({
    async createSyncAccessHandle() {
      open.add(name);
      return { write: (bytes: Uint8Array) => bytes.length, flush() {}, close: () => open.delete(name) };
    },
    getFile: async () => new Blob(),
  });
  const folder = {
    async getFileHandle(name: string) {
      names.add(name);
      return handle(name);
    },
    async removeEntry(name: string) {
      if (open.has(name)) throw new DOMException('it is open', 'NoModificationAllowedError');
      names.delete(name);
    },
    keys: async function* () {
      yield* [...names];
    },
  };
  const getDirectory = async () => ({ getDirectoryHandle: async () => folder });
  vi.stubGlobal('navigator', { storage: { getDirectory } });
  return { names, closedTab: () => open.clear() };
}

const minutes = (count: number) => vi.setSystemTime(Date.now() + 60_000 * count);

test('what a closed tab has put aside goes after minutes, a file that may still be downloaded after an hour', async () => {
  vi.useFakeTimers();
  const { names, closedTab } = privateFiles();
  await browserScratch.open(8);
  const download = await largeFile(null, 'image/tiff');
  await download.finish();
  minutes(2);
  await removeOldFiles();
  expect(names.size).toBe(2); // the tab has its own open, and perhaps another tab works with it
  closedTab();
  await removeOldFiles();
  expect(names.size).toBe(1);
  minutes(61);
  await removeOldFiles();
  expect(names.size).toBe(0);
});

test('what is given back is removed at once', async () => {
  const { names } = privateFiles();
  const aside = await browserScratch.open(8);
  expect(names.size).toBe(1);
  aside.close();
  expect(names.size).toBe(0);
});
