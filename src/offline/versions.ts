/**
 * Several versions of the page can be open at once. Each has a cache of its own. A tab answers when the service worker asks
 * which version it is, its engine names the version in what it fetches, and both hold a lock with its name, which goes with
 * them, so that the service worker knows what is still in use. Rejected: the client's id, which locks and requests write
 * differently in Chromium.
 */

const CACHE = 'eosin-app-';
const LOCK = 'eosin version ';
/** Holds one entry: the version that a page gets which opens now. */
const NEWEST = 'eosin-versions';

/** The cache that holds all files of a version. */
export const cacheOf = (version: string) => CACHE + version;

export const isVersionCache = (cache: string) => cache.startsWith(CACHE);

/** What a tab of that version, or its engine, holds as long as it is there. */
const lockOf = (version: string) => LOCK + version;

/** @returns null where the lock is about something else. */
export const versionOfLock = (name: string) => (name.startsWith(LOCK) ? name.slice(LOCK.length) : null);

/**
 * Holds a version's lock until the tab or the worker ends; resolves when it has it.
 *
 * @param locks missing in old browsers, and where the page is not served securely; there is no service worker then.
 */
export async function holdVersion(version: string, locks: LockManager | undefined): Promise<void> {
  if (version === '' || !locks) return;
  await new Promise<void>((resolve) => {
    const held = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    locks.request(lockOf(version), { mode: 'shared' }, held).catch(() => resolve()); // forbidden in some private windows
  });
}

/** The version whose files are all here, the newest; undefined before any. @param home the page's address. */
export async function newestVersion(home: string): Promise<string | undefined> {
  const cache = await caches.open(NEWEST);
  return (await cache.match(home))?.text();
}

/** From now on pages that open are of that version. */
export async function setNewestVersion(home: string, version: string): Promise<void> {
  const cache = await caches.open(NEWEST);
  await cache.put(home, new Response(version));
}

/** What a page says to the service worker: remove what no tab uses any more. */
export const TIDY = 'tidy';

/** What the service worker asks a tab that wants a file; the answer, on the message's port, is the tab's version. */
export const WHICH = 'which version';

const PARAMETER = 'version';

/** Weights are the engine's to keep: it knows them by their hashes, whichever version of the page asks. */
export const isWeights = ({ pathname }: URL): boolean => pathname.endsWith('.safetensors');

/** Where the pictures lie that are kept once somebody has looked at them, and not before. */
export const KEPT_WHEN_SEEN = 'explained/';

/** The address of a file of that version, for who cannot be asked. */
export function ofVersion(address: URL | string, version: string): URL {
  const named = new URL(address);
  if (version !== '' && !isWeights(named)) named.searchParams.set(PARAMETER, version);
  return named;
}

/** @returns null where the address names none. */
export const versionIn = (address: URL): string | null => address.searchParams.get(PARAMETER);
