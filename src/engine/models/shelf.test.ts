import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { unetShapes } from '../nets/unet-shapes.ts';
import { architecture, manifest, zeros } from './drawn.fixture.ts';
import type { ModelHost } from './host.ts';
import { type Manifest, partsOf } from './manifest.ts';
import { packDream } from './pack-dream.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { createShelf } from './shelf.ts';

const twin = new URL('../../../test/golden/inception/twin.safetensors', import.meta.url);

beforeAll(startWasm);

const bytes = writeSafetensors({
  tensors: new Map(Array.from(unetShapes({ ...architecture, depth: 8 }), ([name, s]) => [name, zeros(s)])),
  metadata: {},
});
const named = (id: string): Manifest => ({
  ...manifest,
  id,
  weights: { storage: 'f16', parts: [{ file: 'w', bytes: bytes.length, sha256: 'a'.repeat(64) }] },
});
const host: ModelHost = { manifests: async () => ['a', 'b'].map(named), part: async () => bytes };
const { signal } = new AbortController();

test('a generator that makes room for another is freed; one that is held, when the last who holds it is done', async () => {
  const shelf = createShelf(host, 0); // room for the one in use alone
  const take = (id: string) => shelf.generator(id, () => {}, signal);
  const before = tf.memory().numTensors;
  const a = await take('a');
  const one = tf.memory().numTensors - before;
  const release = [shelf.hold(a), shelf.hold(a)];
  const b = await take('b');
  expect(tf.memory().numTensors - before).toBe(2 * one);
  release[0]?.();
  expect(tf.memory().numTensors - before).toBe(2 * one);
  release[1]?.();
  expect(tf.memory().numTensors - before).toBe(one);
  shelf.hold(b)(); // on the shelf it stays when nobody holds it
  expect(tf.memory().numTensors - before).toBe(one);
  await take('a');
  expect(tf.memory().numTensors - before).toBe(one);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
});

test('a lost device frees also what is held off the shelf, once', async () => {
  const shelf = createShelf(host, 0);
  const before = tf.memory().numTensors;
  const release = shelf.hold(await shelf.generator('a', () => {}, signal));
  await shelf.generator('b', () => {}, signal);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
  release();
  expect(tf.memory().numTensors).toBe(before);
});

test('a generator that two jobs ask for at once is loaded once; one that the first gives up is loaded for the second', async () => {
  const shelf = createShelf(host, Number.POSITIVE_INFINITY);
  const before = tf.memory().numTensors;
  const [one, other] = await Promise.all(['a', 'a'].map((id) => shelf.generator(id, () => {}, signal)));
  expect(other).toBe(one);
  const giving = new AbortController();
  const first = shelf.generator('b', () => {}, giving.signal);
  const second = shelf.generator('b', () => {}, signal);
  giving.abort(new Error('given up'));
  await expect(first).rejects.toThrow('given up');
  expect((await second).manifest.id).toBe('b');
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
});

test('a generator whose weights were placed when the device was lost is loaded again', async () => {
  let asked = 0;
  const parts = ['b', 'c'].map((digit) => ({ file: digit, bytes: bytes.length, sha256: digit.repeat(64) }));
  const inParts: ModelHost = {
    manifests: async () => [{ ...named('a'), weights: { storage: 'f16', parts } }],
    async part() {
      asked++;
      return bytes;
    },
  };
  const shelf = createShelf(inParts, Number.POSITIVE_INFINITY);
  const before = tf.memory().numTensors;
  const loading = shelf.generator('a', () => {}, signal);
  while (tf.memory().numTensors === before) await Promise.resolve();
  shelf.clear();
  await loading;
  expect(asked).toBe(4);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
});

test('a manifest that does not fit takes its own place on the shelf, and no other', async () => {
  const torn = { ...named('torn'), inputs: 7 };
  const shelf = createShelf({ ...host, manifests: async () => [named('a'), torn, 9, named('b')] }, 0);
  expect((await shelf.manifests()).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(await shelf.unread()).toEqual([
    expect.stringMatching(/^torn: the model's manifest does not fit\. inputs /),
    expect.stringMatching(/^Model 3: the model's manifest does not fit/),
  ]);
});

describe('networks to dream with, asked for at once', () => {
  const folders = new Map<string, Awaited<ReturnType<typeof packDream>>>();
  beforeAll(async () => {
    const { tensors } = readSafetensors(readFileSync(twin), 'twin');
    const weights = new Map([...tensors].filter(([name]) => name.startsWith('unit_')));
    for (const id of ['c', 'd']) {
      const card = { id, title: id, task: '', licence: '', data: '', metrics: {} };
      folders.set(id, await packDream(weights, card));
    }
  });
  const dreams: ModelHost = {
    manifests: async () => [...folders.values()].map((folder) => folder.manifest),
    async part(id, { file }) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return folders.get(id)?.files.get(file) as Uint8Array<ArrayBuffer>; // packed above
    },
  };

  test('the same for two layers: each part comes once', async () => {
    const shelf = createShelf(dreams, 0);
    const before = tf.memory().numTensors;
    const [one, other] = await Promise.all(
      (['mixed0', 'mixed5'] as const).map((layer) => shelf.dreamNet('c', [layer], () => {}, signal)),
    );
    expect(other).toBe(one);
    expect(one?.weights.has('unit_1/kernel')).toBe(true);
    shelf.clear();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('one in place of another that is still loading: each gets its own, whole', async () => {
    const shelf = createShelf(dreams, 0);
    const before = tf.memory().numTensors;
    const ask = async (id: string) => {
      const net = await shelf.dreamNet(id, ['mixed2'], () => {}, signal);
      const release = shelf.hold(net);
      await new Promise((resolve) => setTimeout(resolve, 5)); // steps of its job
      const found = { id: net.manifest.id, size: net.weights.size };
      release();
      return found;
    };
    const [first, second] = await Promise.all([ask('c'), ask('d')]);
    expect([first.id, second.id]).toEqual(['c', 'd']);
    expect(first.size).toBe(second.size);
    expect(first.size).toBeGreaterThan(0);
    expect(tf.memory().numTensors - before).toBe(first.size); // one is on the shelf
    shelf.clear();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a way back is a generator of its own, from files of its own; a model without one says so', async () => {
  const wide = { ...architecture, inputChannels: 3 as const };
  const shapes = unetShapes({ ...wide, depth: 8 });
  const back = writeSafetensors({
    tensors: new Map(Array.from(shapes, ([name, s]) => [name, zeros(s)])),
    metadata: {},
  });
  const parts = [{ file: 'back', bytes: back.length, sha256: 'b'.repeat(64) }];
  const { training } = manifest;
  const round: Manifest = {
    ...named('round'),
    back: { architecture: wide, weights: { storage: 'f16', parts }, training, metrics: {} },
  };
  expect(partsOf(round).map(({ file }) => file)).toEqual(['w', 'back']);
  const asked: string[] = [];
  const shelf = createShelf(
    {
      manifests: async () => [round, named('a')],
      async part(id, { file }) {
        asked.push(`${id}/${file}`);
        return file === 'back' ? back : bytes;
      },
    },
    0,
  );
  const before = tf.memory().numTensors;
  const there = await shelf.generator('round', () => {}, signal);
  const home = await shelf.back('round', () => {}, signal);
  expect(asked).toEqual(['round/w', 'round/back']);
  expect(home.sha256).not.toBe(there.sha256);
  expect(home.manifest.title).toBe(`${round.title}, the way back`);
  expect(await shelf.back('round', () => {}, signal)).toBe(home);
  await expect(shelf.back('a', () => {}, signal)).rejects.toThrow(
    'Drawn cells has no way back from its colours to edges.',
  );
  shelf.changed('round');
  expect(await shelf.back('round', () => {}, signal)).not.toBe(home);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
});
