import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { loadGenerator, offGolden } from '../generator-golden.ts';
import { startBackend } from './backends.ts';

// A whole picture on each GPU backend, once: some 15 s on a software adapter. WASM paints the golden pictures of all
// models in test/golden/unet.

const models = new URL('/models/', location.href);
const load = (onBytes?: (done: number) => void) => loadGenerator(models, onBytes);

describe.each(['webgl', 'webgpu'] as const)('on %s', (backend) => {
  test('the generator paints its golden picture within half a level', async () => {
    await startBackend(backend);
    const tensors = tf.memory().numTensors;
    const generator = await load();
    expect(await offGolden(generator, models)).toBeLessThan(0.5); // of 255; a quarter is the golden's own rounding
    generator.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test('a model comes from the cache of the browser once it was downloaded, unless the cache is damaged', async () => {
  await startBackend('wasm');
  const cold: number[] = [];
  await caches.delete('eosin-models');
  (await load((done) => cold.push(done))).dispose();
  expect(cold.length).toBeGreaterThan(1);

  const warm: number[] = [];
  const first = await load((done) => warm.push(done));
  expect(warm).toEqual([]); // nothing is said of what is not downloaded
  first.dispose();

  const cache = await caches.open('eosin-models');
  const [key] = await cache.keys();
  if (!key) throw new Error('nothing was kept');
  await cache.put(key, new Response('no weights'));
  const again: number[] = [];
  (await load((done) => again.push(done))).dispose();
  expect(again.length).toBeGreaterThan(1);
});
