import { StudioError } from '../errors.ts';
import type { OpenModelHost } from './host.ts';
import { checkDreamManifest, type DreamManifest } from './manifest.ts';
import type { ModelFolder } from './pack-dream.ts';
import { sha256 } from './sha256.ts';

/** What a browser brings; `caches` is missing where the page is not served securely. */
export interface Web {
  readonly fetch: typeof fetch;
  readonly caches: CacheStorage | undefined;
}

/**
 * One cache for the parts of all models, each under its SHA-256, and for the manifests of those that a person brought: it
 * survives reloads and new versions of the page.
 */
const CACHE = 'eosin-models';

/**
 * Models from a server, downloaded once: a part is kept in the browser's cache as soon as it is whole and has the
 * SHA-256 of its manifest, and never before. A kept part that is damaged is fetched again.
 *
 * @param base where `index.json` and the model folders lie, with a slash at the end.
 */
export function webHost(base: URL, { fetch, caches }: Web): OpenModelHost {
  /** Models of this visit only: the browser does not keep them. */
  const held = new Map<string, ModelFolder>();
  const added = new URL('added/', base);
  const openCache = async () => caches?.open(CACHE).catch(() => undefined); // forbidden in some private windows
  const keyOf = ({ sha256 }: { readonly sha256: string }) => new URL(`sha256/${sha256}`, base);

  const get = async (file: string, signal?: AbortSignal): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(file, base), signal ? { signal } : {});
    } catch (cause) {
      signal?.throwIfAborted();
      throw new StudioError('model', `${file} could not be fetched; is this computer offline?`, { cause });
    }
    if (response.ok) return response;
    throw new StudioError('model', `${file} could not be fetched; the server answered ${response.status}.`);
  };

  const json = async (file: string): Promise<unknown> => {
    const response = await get(file);
    try {
      return await response.json();
    } catch (cause) {
      throw new StudioError('model', `${file} came damaged; it is not JSON.`, { cause });
    }
  };

  /** Of the models that were brought and whose parts are all still there, and what is to be said of those that cannot be read. */
  const kept = async () => {
    const cache = await openCache();
    const keys = (await cache?.keys())?.filter(({ url }) => url.startsWith(added.href)) ?? [];
    const manifests: DreamManifest[] = [];
    const unread: string[] = [];
    for (const key of keys) {
      const id = decodeURIComponent(key.url.slice(added.href.length));
      const manifest = await readManifest(id, await cache?.match(key));
      if (typeof manifest === 'string') {
        unread.push(manifest);
        continue;
      }
      const parts = await Promise.all(manifest.weights.parts.map((part) => cache?.match(keyOf(part))));
      if (parts.every(Boolean)) manifests.push(manifest);
      else await cache?.delete(key);
    }
    return { manifests, unread };
  };

  return {
    async manifests() {
      const ids = await json('index.json');
      if (!Array.isArray(ids)) throw new StudioError('model', 'index.json is not a list of models.');
      const shipped = await Promise.all(ids.map((id) => json(`${id}/manifest.json`)));
      const brought = (await kept()).manifests.filter(({ id }) => !ids.includes(id) && !held.has(id));
      return [...shipped, ...brought, ...[...held.values()].map(({ manifest }) => manifest)];
    },

    unread: async () => (await kept()).unread,

    async missing(parts) {
      const cache = await openCache();
      const brought = [...held.values()].flatMap(({ manifest }) => manifest.weights.parts);
      const mine = new Set(brought.map(({ sha256 }) => sha256));
      const isHere = await Promise.all(
        parts.map(async (part) => mine.has(part.sha256) || Boolean(await cache?.match(keyOf(part)))),
      );
      return parts.filter((_, i) => !isHere[i]);
    },

    async part(id, part, onBytes, signal) {
      const file = `${id}/${part.file}`;
      const folder = held.get(id);
      const isMine = folder?.manifest.weights.parts.some(({ sha256 }) => sha256 === part.sha256);
      const mine = isMine ? folder?.files.get(part.file) : undefined;
      if (mine) return mine;
      const cache = await openCache();
      const key = keyOf(part);
      const kept = await cache?.match(key);
      if (kept) {
        const bytes = new Uint8Array(await kept.arrayBuffer());
        if ((await sha256(bytes)) === part.sha256) return bytes;
        await cache?.delete(key);
      }
      signal.throwIfAborted();
      const bytes = await whole(await get(file, signal), file, part.bytes, onBytes, signal);
      if ((await sha256(bytes)) !== part.sha256) {
        throw new StudioError('model', `${file} came damaged; its SHA-256 is not the one of the manifest.`);
      }
      await cache?.put(key, new Response(bytes)).catch(() => {}); // a full disk costs the next visit a download
      return bytes;
    },

    async add(folder) {
      const { manifest, files } = folder;
      const cache = await openCache();
      try {
        if (!cache) throw new Error('there is no cache');
        for (const part of manifest.weights.parts) {
          await cache.put(keyOf(part), new Response(files.get(part.file) ?? null));
        }
        await cache.put(new URL(manifest.id, added), new Response(JSON.stringify(manifest)));
      } catch {
        held.set(manifest.id, folder); // a full disk, or no cache at all
      }
    },
  };
}

/** The manifest of a model that was brought, or a sentence that says why it is left out. */
async function readManifest(id: string, response: Response | undefined): Promise<DreamManifest | string> {
  try {
    return checkDreamManifest(await response?.json(), id);
  } catch (error) {
    const fault = error instanceof StudioError ? error.message : 'Its manifest is no JSON.';
    return `The network "${id}" that you brought cannot be read and is left out; drop its file on the page once more. (${fault})`;
  }
}

/** Bytes between two reports of a download: a browser hands out pieces of a few kilobytes, hundreds a second. */
const REPORT_BYTES = 2 ** 18;

/** The body of a response, which must have `length` bytes. */
async function whole(
  response: Response,
  file: string,
  length: number,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const reader = (response.body ?? new Blob().stream()).getReader();
  let done = 0;
  let reported = Number.NEGATIVE_INFINITY; // the first piece shows that it has begun
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (done + next.value.length > length) {
        throw new StudioError('model', `${file} came damaged; it has more than ${length} bytes.`);
      }
      bytes.set(next.value, done);
      done += next.value.length;
      if (done < length && done - reported < REPORT_BYTES) continue;
      reported = done;
      onBytes(done);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {}); // of a stream that has failed by itself
    signal.throwIfAborted();
    if (cause instanceof StudioError) throw cause;
    throw new StudioError('model', `${file}: the download broke off after ${done} of ${length} bytes.`, {
      cause,
    });
  }
  if (done === length) return bytes;
  throw new StudioError('model', `${file}: the download ended after ${done} of ${length} bytes.`);
}
