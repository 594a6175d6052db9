import { expect, test } from 'vitest';
import { portraitCache } from './portrait-cache.ts';

const base = new URL('https://eosin.test/portraits/');

/** The browser's cache, in memory: Node has none. The real one is tested in test/e2e. */
function browser() {
  const stored = new Map<string, { bytes: ArrayBuffer; headers: Headers }>();
  const nameOf = (key: URL | Request) => (key instanceof URL ? key.href : key.url);
  const cache = {
    match: async (key: URL | Request) => {
      const kept = stored.get(nameOf(key));
      return kept && new Response(kept.bytes, { headers: kept.headers });
    },
    put: async (key: URL, response: Response) =>
      stored.set(key.href, { bytes: await response.arrayBuffer(), headers: response.headers }),
    delete: async (key: Request) => stored.delete(nameOf(key)),
    keys: async () => [...stored.keys()].map((href) => new Request(href)),
  };
  return { open: async () => cache } as unknown as CacheStorage; // what is used of it
}

const filled = (value: number) => new Uint8Array(40).fill(value);

test('what was put in is there again, until newer entries need the room', async () => {
  const keep = portraitCache('portraits', base, browser(), 100);
  await keep.put('net/mixed0/1', filled(1));
  await keep.put('net/mixed0/2', filled(2));
  expect(await keep.get('net/mixed0/1')).toEqual(filled(1));
  await keep.put('net/mixed0/3', filled(3));
  expect(await keep.get('net/mixed0/1')).toBeNull();
  expect(await keep.get('net/mixed0/2')).toEqual(filled(2));
  expect(await keep.get('net/mixed0/3')).toEqual(filled(3));
});

test('a browser without caches, or with one that refuses, keeps nothing and does not complain', async () => {
  const refuses = { open: () => Promise.reject(new DOMException('denied', 'SecurityError')) };
  for (const caches of [undefined, refuses as unknown as CacheStorage]) {
    const keep = portraitCache('portraits', base, caches, 100);
    await keep.put('a', filled(1));
    expect(await keep.get('a')).toBeNull();
  }
});
