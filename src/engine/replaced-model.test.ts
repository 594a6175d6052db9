import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from './cache.ts';
import { exportAll } from './export/all.ts';
import { exportPng } from './export/png.ts';
import { readTexts } from './formats/png-write.ts';
import { unzip } from './formats/zip.ts';
import { architecture, manifest, zeros } from './models/drawn.fixture.ts';
import type { ModelHost } from './models/host.ts';
import type { Manifest } from './models/manifest.ts';
import { writeSafetensors } from './models/safetensors.ts';
import { createShelf, type Shelf } from './models/shelf.ts';
import { unetShapes } from './nets/unet-shapes.ts';
import { defaultRecipe, type Recipe } from './recipe.ts';
import type { RenderContext } from './render.ts';
import type { ProgressEvent } from './render-event.ts';
import { drawnSource } from './source.ts';
import { decode } from './stages/decode.ts';
import { resultOf } from './steps/result-of.ts';

beforeAll(startWasm);
let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

/** Two models that go by one name, each of which paints everything in one colour. */
const models = {
  old: { sha256: 'a'.repeat(64), grey: 64 },
  fresh: { sha256: 'b'.repeat(64), grey: 191 },
} as const;
type Which = keyof typeof models;

const weightsOf = (which: Which) => {
  const shapes = unetShapes({ ...architecture, depth: 8 });
  const tensors = new Map(Array.from(shapes, ([name, shape]) => [name, zeros(shape)]));
  const bias = Math.atanh(models[which].grey / 127.5 - 1);
  tensors.set('up8.conv.bias', { dtype: 'F32', shape: [3], values: new Float32Array(3).fill(bias) });
  return writeSafetensors({ tensors, metadata: {} });
};

const bytes = { old: weightsOf('old'), fresh: weightsOf('fresh') };

/** A shelf whose one model can be replaced. @param whileLoading is called once, while the first weights are on their way. */
function replaceable(whileLoading = (_: () => void) => {}): { shelf: Shelf; replace(): void } {
  let which: Which = 'old';
  let loads = 0;
  const host: ModelHost = {
    async manifests(): Promise<Manifest[]> {
      const parts = [{ file: 'w', bytes: bytes[which].length, sha256: models[which].sha256 }];
      return [{ ...manifest, id: 'painter', weights: { storage: 'f16', parts } }];
    },
    async part(_, { sha256 }) {
      if (loads++ === 0) whileLoading(replace);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return bytes[sha256 === models.old.sha256 ? 'old' : 'fresh'];
    },
  };
  const shelf = createShelf(host, Number.POSITIVE_INFINITY);
  const replace = () => {
    which = 'fresh';
    shelf.changed('painter');
  };
  return { shelf, replace };
}

const recipe: Recipe = { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'painter' } };
const smear = (seed: number) => drawnSource(`smear-${seed}`, `smear ${seed}.png`, 'smear', seed);
const { signal } = new AbortController();
const contextOf = (shelf: Shelf): RenderContext => ({
  device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a render asks no more
  shelf,
  cache: createCache(2 ** 28),
  now: () => performance.now() / 1000,
});

/** Which model painted a PNG, by its pixels and by what it says. */
async function painterOf(png: Uint8Array<ArrayBuffer>): Promise<{ pixels: string; says: string }> {
  const { channels } = await decode('painted.png', png);
  const grey = channels[0]?.samples[1000] ?? 0;
  const sha256 = JSON.parse(readTexts(png).eosin ?? '').model.sha256;
  const named = (is: (one: (typeof models)[Which]) => boolean) =>
    Object.entries(models).find(([, one]) => is(one))?.[0] ?? 'neither';
  return {
    pixels: named((one) => Math.abs(one.grey - grey) < 2),
    says: named((one) => one.sha256 === sha256),
  };
}

const isPainting = (event: ProgressEvent | null, from: number) =>
  event?.progress.stage === 'colour' && event.progress.done >= from && event.progress.of > 4;

describe('a model that is replaced', () => {
  test('between two exports paints anew, under its own name', async () => {
    const { shelf, replace } = replaceable();
    const context = contextOf(shelf);
    const exported = async () =>
      painterOf((await resultOf(exportPng(smear(1), recipe, 'colour', context, signal))).png);
    expect(await exported()).toEqual({ pixels: 'old', says: 'old' });
    replace();
    expect(await exported()).toEqual({ pixels: 'fresh', says: 'fresh' });
    shelf.clear();
  });

  test('in the middle of a painting: that names the model that painted it, and is not taken for one of the new', async () => {
    const { shelf, replace } = replaceable();
    const context = contextOf(shelf);
    const steps = exportPng(smear(1), recipe, 'colour', context, signal);
    let step = await steps.next();
    let isReplaced = false;
    for (; !step.done; step = await steps.next()) {
      if (isReplaced || !isPainting(step.value, 8)) continue;
      replace();
      isReplaced = true;
    }
    expect(isReplaced).toBe(true);
    expect(await painterOf(step.value.png)).toEqual({ pixels: 'old', says: 'old' });
    const again = await resultOf(exportPng(smear(1), recipe, 'colour', context, signal));
    expect(await painterOf(again.png)).toEqual({ pixels: 'fresh', says: 'fresh' });
    shelf.clear();
  });

  test('while all pictures are exported: each says which one painted it', async () => {
    const { shelf, replace } = replaceable();
    const wishes = [1, 2, 3].map((seed) => ({ source: smear(seed), recipe }));
    const steps = exportAll(wishes, 'colour', contextOf(shelf), signal);
    let step = await steps.next();
    let isReplaced = false;
    for (; !step.done; step = await steps.next()) {
      if (isReplaced || (step.value?.progress.done ?? 0) < 1.5) continue;
      replace();
      isReplaced = true;
    }
    const files = await unzip(step.value.zip, () => true);
    const painters = await Promise.all([...files.values()].map((png) => painterOf(png)));
    for (const { pixels, says } of painters) expect(pixels).toBe(says);
    expect(painters[0]?.says).toBe('old');
    expect(painters[2]?.says).toBe('fresh');
    shelf.clear();
  });

  test('while it is loading: the one that was on its way does not come on the shelf', async () => {
    const { shelf } = replaceable((replace) => replace());
    const exporting = exportPng(smear(1), recipe, 'colour', contextOf(shelf), signal);
    expect(await painterOf((await resultOf(exporting)).png)).toEqual({ pixels: 'fresh', says: 'fresh' });
    shelf.clear();
  });
});
