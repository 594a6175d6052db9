import type { PortraitStore } from '../engine/dream/look-inside.ts';

/** Where nothing outlives a visit. */
const nothing: PortraitStore = { get: async () => null, put: async () => {} };

/**
 * Keeps channels' portraits in one of the browser's caches. Whatever goes wrong there (a full disk, a private window) only costs that
 * something is made again.
 *
 * @param base an address of this page's host, with a slash at the end: no file lies there.
 * @param caches missing where the page is not served securely.
 * @param budgetBytes the most that the entries may weigh together; the oldest go first.
 */
export function portraitCache(
  cacheName: string,
  base: URL,
  caches: CacheStorage | undefined,
  budgetBytes: number,
): PortraitStore {
  if (!caches) return nothing;
  const open = () => caches.open(cacheName);
  const addressOf = (name: string) => new URL(name, base);
  return {
    async get(name) {
      const kept = await open()
        .then((cache) => cache.match(addressOf(name)))
        .catch(() => undefined);
      return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
    },
    async put(name, bytes) {
      await open()
        .then(async (cache) => {
          await cache.put(addressOf(name), new Response(bytes, { headers: { [BYTES]: `${bytes.length}` } }));
          await thin(cache, budgetBytes);
        })
        .catch(() => {});
    },
  };
}

/** Lets the budget be added up without reading the entries. */
const BYTES = 'x-bytes';

/** Deletes the oldest entries until the rest fits; a cache lists them in the order of arrival. */
async function thin(cache: Cache, budgetBytes: number): Promise<void> {
  const keys = await cache.keys();
  const sizes = await Promise.all(
    keys.map(async (key) => Number((await cache.match(key))?.headers.get(BYTES) ?? 0)),
  );
  let total = sizes.reduce((sum, size) => sum + size, 0);
  for (const [i, key] of keys.entries()) {
    if (total <= budgetBytes) return;
    await cache.delete(key);
    total -= sizes[i] ?? 0;
  }
}
