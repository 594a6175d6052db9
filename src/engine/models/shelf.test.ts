import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { unetShapes } from '../nets/unet.ts';
import { architecture, manifest, zeros } from './drawn.fixture.ts';
import type { ModelHost } from './host.ts';
import type { Manifest } from './manifest.ts';
import { writeSafetensors } from './safetensors.ts';
import { createShelf } from './shelf.ts';

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
