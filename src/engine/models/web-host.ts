import { StudioError } from '../errors.ts';
import type { ModelHost } from './host.ts';

/** What a browser brings; `caches` is missing where the page is not served securely. */
export interface Web {
  readonly fetch: typeof fetch;
  readonly caches: CacheStorage | undefined;
}

/** One cache for the parts of all models, each under its SHA-256: it survives reloads and new versions of the page. */
const CACHE = 'eosin-models';

/**
 * Models from a server, downloaded once: a part is kept in the browser's cache as soon as it is whole and has the
 * SHA-256 of its manifest, and never before. A kept part that is damaged is fetched again.
 *
 * @param base where `index.json` and the model folders lie, with a slash at the end.
 */
export function webHost(base: URL, { fetch, caches }: Web): ModelHost {
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

  return {
    async manifests() {
      const ids = await json('index.json');
      if (!Array.isArray(ids)) throw new StudioError('model', 'index.json is not a list of models.');
      return Promise.all(ids.map((id) => json(`${id}/manifest.json`)));
    },

    async part(id, part, onBytes, signal) {
      const file = `${id}/${part.file}`;
      const cache = await caches?.open(CACHE).catch(() => undefined); // forbidden in some private windows
      const key = new URL(`sha256/${part.sha256}`, base);
      const kept = await cache?.match(key);
      if (kept) {
        const bytes = new Uint8Array(await kept.arrayBuffer());
        if ((await sha256(bytes)) === part.sha256) {
          onBytes(bytes.length);
          return bytes;
        }
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
  };
}

/** The models that are served beside the page. @param base the page's address. */
export const webModels = (base: string): ModelHost => {
  const { fetch, caches } = globalThis;
  return webHost(new URL('models/', base), { fetch, caches });
};

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
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (done + next.value.length > length) {
        throw new StudioError('model', `${file} came damaged; it has more than ${length} bytes.`);
      }
      bytes.set(next.value, done);
      done += next.value.length;
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

/** Hexadecimal. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
