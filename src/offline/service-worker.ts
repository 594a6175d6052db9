import { PrecacheController } from 'workbox-precaching';
import { headers } from './headers.ts';
import {
  cacheOf,
  isVersionCache,
  isWeights,
  KEPT_WHEN_SEEN,
  newestVersion,
  setNewestVersion,
  TIDY,
  versionIn,
  versionOfLock,
  WHICH,
} from './versions.ts';

/** What write-service-worker.ts puts in: a version and all its files, by address below the scope. */
declare const BUILT: {
  readonly version: string;
  readonly files: readonly { url: string; revision: string | null; integrity?: string }[];
};

interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked extends Extendable {
  readonly request: Request;
  /** Who asks; empty for the page itself. */
  readonly clientId: string;
  respondWith(answer: Promise<Response>): void;
}

interface TabOrWorker {
  readonly type: 'window' | 'worker' | 'sharedworker';
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** What a service worker has of its own; the DOM's types leave it out. */
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    get(id: string): Promise<TabOrWorker | undefined>;
  };
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Asked) => void): void;
  addEventListener(type: 'message', listener: (event: Extendable & { readonly data: unknown }) => void): void;
}

const scope = globalThis as unknown as Scope; // this script runs as a service worker and as nothing else
const { version, files } = BUILT; // once: it stands in the place of its name
const home = scope.registration.scope;

/** Brings all files of this version into a cache of their own. */
const precache = new PrecacheController({
  cacheName: cacheOf(version),
  plugins: [
    { requestWillFetch: async ({ request }) => new Request(request, { priority: 'low' }) },
    {
      /** Takes an answer as one of this version. A page is no file whose hash must fit: a host may add to it. */
      async cacheWillUpdate({ request, response }) {
        if (response.status !== 200) return null;
        if (request.url === home && !(await response.clone().text()).includes(`"${version}"`)) return null;
        const all = new Headers(response.headers);
        for (const [name, value] of Object.entries(headers)) all.set(name, value);
        return new Response(response.body, { headers: all });
      },
    },
  ],
});
precache.addToCacheList([...files]);

/**
 * Whatever may be kept: all that is asked for below the page's own address, but for weights, which the engine keeps, and
 * for what must come from the server.
 */
function mayBeKept({ method, url, cache }: Request): boolean {
  const isOwn = method === 'GET' && cache !== 'no-store' && url.startsWith(home);
  return isOwn && !isWeights(new URL(url));
}

const newest = async () => (await newestVersion(home)) ?? version;

/** A tab whose page hangs cannot say which version it is. */
const ASK_MS = 2_000;

/** The version of a tab; null where it does not say. */
async function versionOf(clientId: string): Promise<string | null> {
  const client = await scope.clients.get(clientId);
  if (client?.type !== 'window') return null;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(typeof data === 'string' ? data : null);
    setTimeout(() => resolve(null), ASK_MS);
    client.postMessage(WHICH, [port2]);
  });
}

/** From the cache of the version that asks: the one who answers may be of an older one, or of a newer. */
async function answer({ request, clientId }: Asked): Promise<Response> {
  const url = new URL(request.url);
  const { origin, pathname } = url;
  const address = origin + pathname;
  // Scripts are named by their content: whichever version has one of that name has the right one.
  if (address.startsWith(`${home}assets/`)) return (await caches.match(address)) ?? fetch(request);
  const isPage = request.mode === 'navigate';
  const asking = isPage ? null : (versionIn(url) ?? (await versionOf(clientId)));
  const cache = await caches.open(cacheOf(asking ?? (await newest())));
  const kept = await cache.match(
    isPage && pathname.endsWith('/index.html') ? address.slice(0, -'index.html'.length) : address,
    { ignoreSearch: true }, // files are kept under their revisions
  );
  if (kept) return kept;
  const fetched = await fetch(request);
  if (fetched.status === 200 && address.startsWith(home + KEPT_WHEN_SEEN)) {
    await cache.put(address, fetched.clone()).catch(() => {}); // without room for it, it is fetched again
  }
  return fetched;
}

/** Removes the caches of versions that no tab runs; not while another comes, which has no lock as yet. */
async function tidy(): Promise<void> {
  if (scope.registration.installing) return;
  const { held = [] } = await navigator.locks.query();
  const used = held.flatMap(({ name }) => versionOfLock(name ?? '') ?? []);
  const kept = new Set([...used, await newest()].map(cacheOf));
  for (const cache of await caches.keys()) {
    if (isVersionCache(cache) && !kept.has(cache)) await caches.delete(cache);
  }
}

/**
 * All files are here: pages that open are of this version. It waits for its turn until the last tab is closed; the one that
 * rules till then hands this version's files to this version's tabs all the same. Rejected: to take over at once, for which
 * Chromium lets requests wait until the one that rules has been idle.
 */
async function install(event: Extendable): Promise<void> {
  await precache.install(event);
  await setNewestVersion(home, version);
}

scope.addEventListener('install', (event) => event.waitUntil(install(event)));
// The page that has asked for it, and was there before, gets its parts from here from now on.
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  if (mayBeKept(event.request)) event.respondWith(answer(event));
});
scope.addEventListener('message', (event) => {
  if (event.data === TIDY) event.waitUntil(tidy());
});
