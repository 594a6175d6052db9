import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { twin } from '../../../test/keras-file.ts';
import { StudioError } from '../errors.ts';
import { packDream } from './pack-dream.ts';
import { type Web, webHost } from './web-host.ts';

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 37) % 251);
const part = {
  file: 'weights-1.safetensors',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

/** Each test says how the server answers; `asked` counts. */
let answer: (response: ServerResponse) => void;
let asked = 0;
const server = createServer((_, response) => {
  asked++;
  answer(response);
});
let base: URL;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`); // it listens on a port
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = 0;
  answer = (response) => response.end(bytes);
});

/** The browser's cache, in memory: Node has none. The real one is tested in test/devices. */
function browser(stored = new Map<string, ArrayBuffer>()): Web & { stored: Map<string, ArrayBuffer> } {
  const cache = {
    match: async (key: URL | Request) => {
      const kept = stored.get(key instanceof URL ? key.href : key.url);
      return kept && new Response(kept);
    },
    put: async (key: URL, response: Response) => stored.set(key.href, await response.arrayBuffer()),
    delete: async (key: URL | Request) => stored.delete(key instanceof URL ? key.href : key.url),
    keys: async () => [...stored.keys()].map((href) => new Request(href)),
  };
  const caches = { open: async () => cache } as unknown as CacheStorage; // what the host uses of it
  return { fetch, caches, stored };
}

/** Compared natively: `toEqual` takes a second for as many bytes. */
const isWhole = (got: Uint8Array) => Buffer.compare(got, bytes) === 0;

const never = new AbortController().signal;
const ask = (web: Web, onBytes = (_: number) => {}, signal = never) =>
  webHost(base, web).part('drawn', part, onBytes, signal);

test('a part is fetched once, counted as it comes, and then comes from the cache', async () => {
  const web = browser();
  const counts: number[] = [];
  expect(isWhole(await ask(web, (done) => counts.push(done)))).toBe(true);
  expect(counts.length).toBeGreaterThan(1);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBe(bytes.length);

  const again: number[] = [];
  expect(isWhole(await ask(browser(web.stored), (done) => again.push(done)))).toBe(true);
  expect(again).toEqual([]);
  expect(asked).toBe(1);
});

test('a damaged part in the cache is fetched again and replaced', async () => {
  const web = browser();
  await ask(web);
  for (const buffer of web.stored.values()) new Uint8Array(buffer)[7] = 99;
  expect(isWhole(await ask(web))).toBe(true);
  expect(asked).toBe(2);
  await ask(web);
  expect(asked).toBe(2);
});

test('a browser without caches, or with one that refuses, downloads each time', async () => {
  await ask({ fetch, caches: undefined });
  const refuses = { open: () => Promise.reject(new Error('SecurityError')) } as unknown as CacheStorage; // as above
  await ask({ fetch, caches: refuses });
  expect(asked).toBe(2);
});

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ['missing', (response) => response.writeHead(404).end(), /could not be fetched; the server answered 404/],
  ['too short', (response) => response.end(bytes.subarray(1)), /ended after 99999 of 100000 bytes/],
  ['too long', (response) => response.end(Buffer.concat([bytes, bytes])), /more than 100000 bytes/],
  ['changed', (response) => response.end(bytes.map((byte) => byte ^ 1)), /SHA-256 is not the one/],
  [
    'broken off',
    (response) => {
      response.writeHead(200, { 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, 1000), () => response.destroy());
    },
    /broke off after \d+ of 100000 bytes/,
  ],
])('a part that comes %s ends in one sentence and is not kept', async (_, how, sentence) => {
  answer = how;
  const web = browser();
  const failure = await ask(web).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StudioError);
  expect(failure).toMatchObject({ code: 'model', message: expect.stringMatching(sentence) });
  expect(failure).toMatchObject({ message: expect.stringMatching(/^drawn\/weights-1\.safetensors/) });
  expect(web.stored.size).toBe(0);

  answer = (response) => response.end(bytes);
  expect(isWhole(await ask(web))).toBe(true);
});

test('without a network the sentence asks whether the computer is offline', async () => {
  const web = { fetch: () => Promise.reject(new TypeError('Failed to fetch')), caches: undefined };
  await expect(ask(web)).rejects.toThrow(/could not be fetched; is this computer offline\?/);
  await expect(webHost(base, web).manifests()).rejects.toThrow(/^index.json could not be fetched/);
});

test('an abort in the middle of a download ends it with the reason of the signal, and nothing is kept', async () => {
  answer = (response) => response.write(bytes.subarray(0, 1000)); // and no more
  const web = browser();
  const controller = new AbortController();
  const reason = new Error('cancelled');
  await expect(ask(web, () => controller.abort(reason), controller.signal)).rejects.toBe(reason);
  expect(web.stored.size).toBe(0);
});

test('manifests come in the order of the index', async () => {
  const host = webHost(base, {
    caches: undefined,
    fetch: async (url) => {
      const { pathname } = new URL(String(url));
      return Response.json(pathname === '/models/index.json' ? ['b', 'a'] : { from: pathname });
    },
  });
  expect(await host.manifests()).toEqual([
    { from: '/models/b/manifest.json' },
    { from: '/models/a/manifest.json' },
  ]);
});

test('a model that was brought stands after those of the server, and a later visit finds it without asking for its parts', async () => {
  answer = (response) => response.end('[]');
  const tensors = new Map(
    [...twin].map(([name, { shape, values }]) => [name, { dtype: 'F32', shape, values }] as const),
  );
  const card = { id: 'own', title: 'Own', task: '', licence: 'NOASSERTION', data: '', metrics: {} };
  const folder = await packDream(tensors, card);
  const [first] = folder.manifest.weights.parts as [{ file: string; bytes: number; sha256: string }]; // one at least

  const stored = new Map<string, ArrayBuffer>();
  for (const web of [browser(stored), { fetch, caches: undefined }]) {
    const host = webHost(base, web);
    await host.add(folder);
    await host.add(folder);
    expect(await host.manifests()).toEqual([folder.manifest]);
    expect(await host.part('own', first, () => {}, never)).toEqual(folder.files.get(first.file));
  }
  const later = webHost(base, browser(stored));
  expect(await later.manifests()).toEqual([folder.manifest]);
  expect(asked).toBe(3); // index.json each time, and nothing else
  expect(await later.part('own', first, () => {}, never)).toEqual(folder.files.get(first.file));

  stored.delete(new URL(`sha256/${first.sha256}`, base).href);
  expect(await webHost(base, browser(stored)).manifests()).toEqual([]);
});

test('a kept manifest that cannot be read is left out and named: the shelf has the others', async () => {
  const web = browser();
  const text = (json: string) => new Response(json).arrayBuffer();
  web.stored.set(new URL('added/torn', base).href, await text('{"id":'));
  web.stored.set(new URL('added/other', base).href, await text('{"id":"other"}'));
  answer = (response) => response.end('[]');
  const host = webHost(base, web);
  expect(await host.manifests()).toEqual([]);
  const unread = (await host.unread?.()) ?? [];
  expect(unread).toHaveLength(2);
  for (const [i, id] of ['torn', 'other'].entries()) {
    expect(unread[i]).toMatch(`The network "${id}" that you brought cannot be read and is left out`);
  }
});

test('a part is missing until it was downloaded, and for ever where nothing is kept', async () => {
  const web = browser();
  const host = webHost(base, web);
  expect(await host.missing([part])).toEqual([part]);
  await host.part('drawn', part, () => {}, never);
  expect(await host.missing([part])).toEqual([]);
  expect(await webHost(base, { fetch, caches: undefined }).missing([part])).toEqual([part]);
});
