import * as tf from '@tensorflow/tfjs-core';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { type Generator, loadModel } from '../../src/engine/models/load.ts';
import { checkManifest, isDreamManifest } from '../../src/engine/models/manifest.ts';
import { webHost } from '../../src/engine/models/web-host.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { startBackend } from './backends.ts';

// A whole picture on each GPU backend, once: some 15 s on a software adapter. WASM paints the golden pictures of all
// models in test/golden/unet.

const models = new URL('/models/', location.href);
const host = webHost(models, { fetch, caches });
const id = 'blood-stain';

async function load(onBytes = (_: number) => {}): Promise<Generator> {
  const shelved = (await host.manifests()).filter((value) => !isDreamManifest(value));
  const manifests = shelved.map((value) => checkManifest(value, 'a shipped model'));
  const manifest = manifests.find((one) => one.id === id);
  if (!manifest) throw new Error(`there is no ${id} on the shelf`);
  return loadModel(manifest, host, onBytes, new AbortController().signal);
}

const pixels = async (file: string) => {
  const response = await fetch(new URL(`${id}/${file}`, models));
  return decode(await response.arrayBuffer()).data;
};

describe.each(['webgl', 'webgpu'] as const)('on %s', (backend) => {
  test('the generator paints its golden picture within half a level', async () => {
    await startBackend(backend);
    const tensors = tf.memory().numTensors;
    const generator = await load();
    const inputs = await Promise.all(generator.manifest.golden.input.map(pixels));
    const planes = inputs.map((input) => Float32Array.from(input, (value) => value / 127.5 - 1));
    const golden = await pixels(generator.manifest.golden.output);

    const rgb = await resultOf(generator.paint(planes, 256, 256));
    const off = rgb.reduce((sum, y, i) => sum + Math.abs((y + 1) * 127.5 - (golden[i] ?? Number.NaN)), 0);
    expect(off / golden.length).toBeLessThan(0.5); // of 255; a quarter is the golden's own rounding
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
  expect(warm).toEqual([cold.at(-1)]);
  first.dispose();

  const cache = await caches.open('eosin-models');
  const [key] = await cache.keys();
  if (!key) throw new Error('nothing was kept');
  await cache.put(key, new Response('no weights'));
  const again: number[] = [];
  (await load((done) => again.push(done))).dispose();
  expect(again.length).toBeGreaterThan(1);
});
