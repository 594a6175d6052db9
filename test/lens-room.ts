import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { modelsOnDisk } from '../src/cli/files.ts';
import { createCache } from '../src/engine/cache.ts';
import { createShelf } from '../src/engine/models/shelf.ts';
import type { RenderContext } from '../src/engine/render.ts';
import { startWasm } from './wasm.ts';

/** What tests of the lens work with: the shipped models on WASM. To be called once a file, outside of its tests. */
export function lensRoom() {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
  const context: RenderContext = {
    device: { gpu: null } as RenderContext['device'], // nothing there asks for more
    cache: createCache(2 ** 28),
    shelf,
    now: () => performance.now() / 1000,
  };
  beforeAll(startWasm);
  afterAll(() => shelf.clear());
  return { root, context, signal: new AbortController().signal };
}
