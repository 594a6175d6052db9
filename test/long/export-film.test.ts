import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelsOnDisk } from '../../src/cli/files.ts';
import { createCache } from '../../src/engine/cache.ts';
import type { FilmSettings } from '../../src/engine/export/provenance.ts';
import { exportFilm } from '../../src/engine/film/export-film.ts';
import { createShelf, type Shelf } from '../../src/engine/models/shelf.ts';
import type { Picture } from '../../src/engine/picture.ts';
import { defaultRecipe, type Recipe } from '../../src/engine/recipe.ts';
import type { RenderContext } from '../../src/engine/render.ts';
import { drawnSource } from '../../src/engine/source.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { startWasm } from '../wasm.ts';

const root = new URL('../../', import.meta.url).pathname;
const cells = drawnSource('smear', 'Smear.png', 'smear', 1);
const gif: FilmSettings = { format: 'gif', framesPerSecond: 10, zoom: null };
const zoom = { zoom: 1.03, turn: 1, frames: 3, steps: 1, seed: 7 };

/** Two octaves of two steps at the lowest layer, on the input. */
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, size: 128 },
  colour: { ...defaultRecipe.colour, model: 'none' },
  dream: {
    ...defaultRecipe.dream,
    enabled: true,
    layers: { mixed0: 1 },
    octaves: 2,
    octaveSteps: 2,
    steps: 2,
  },
};

let shelf: Shelf;
let before: number;

beforeAll(async () => {
  await startWasm();
  shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
  await filmed(gif);
  before = tf.memory().numTensors; // the network's own stay on the shelf
});
afterAll(() => {
  shelf.clear();
  expect(tf.memory().numTensors).toBe(0);
});

const contextOf = (cacheBytes: number): RenderContext => ({
  device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a film asks no more
  shelf,
  cache: createCache(cacheBytes),
  now: () => performance.now() / 1000,
});

async function filmed(film: FilmSettings, { cacheBytes = 2 ** 28, stopAfter = 10_000 } = {}) {
  const abort = new AbortController();
  const previews: Picture[] = [];
  const words = new Set<string>();
  const steps = exportFilm(cells, recipe, film, contextOf(cacheBytes), abort.signal);
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) {
    if (step.value?.type === 'preview') previews.push(step.value.picture);
    if (step.value?.type === 'progress') words.add(step.value.progress.words);
    if (previews.length === stopAfter) abort.abort(new Error('stopped'));
  }
  return { ...step.value, previews, words: [...words] };
}

describe('a film as a GIF', () => {
  test('of the ascent shows what it began from and each step', async () => {
    const { name, bytes, pictures, previews, words } = await filmed(gif);
    expect([name, pictures]).toEqual(['Smear.ascent.gif', 5]);
    const planes = await decode(name, bytes);
    expect([planes.width, planes.height, planes.planes]).toEqual([128, 128, 5]);
    expect(words).toContain('Dreaming, octave 2 of 2, step 1 of 2');
    expect(words.at(-1)).toBe('Filming, picture 5 of 5');
    expect(new Set(previews.map(({ data }) => data.join())).size).toBe(5);
  });

  test('says in its comment that it is generated, and of what it was made', async () => {
    const { bytes } = await filmed(gif);
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text).toContain('"software":"Eosin');
    expect(text).toContain('inception-v3-cells');
  });

  test('dreams again what the cache forgot, and is the same film', async () => {
    const [kept, forgotten] = [await filmed(gif), await filmed(gif, { cacheBytes: 0 })];
    expect(forgotten.previews).toEqual(kept.previews);
    expect(forgotten.bytes).toEqual(kept.bytes);
  });

  test('of a zoom begins at the end of the ascent; the same seed makes the same file', async () => {
    const [ascent, flight, again] = [
      await filmed(gif),
      await filmed({ ...gif, zoom }),
      await filmed({ ...gif, zoom }),
    ];
    expect([flight.name, flight.pictures]).toEqual(['Smear.zoom.gif', 3]);
    expect(flight.previews[0]).toEqual(ascent.previews.at(-1));
    expect(again.bytes).toEqual(flight.bytes);
  });

  test.each([
    ['the ascent', gif],
    ['a zoom', { ...gif, zoom }],
  ])('of %s leaves no tensor when it is stopped', async (_, film) => {
    await expect(filmed(film, { stopAfter: 2, cacheBytes: 0 })).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('that the host cannot encode ends with one plain sentence', async () => {
    await expect(filmed({ ...gif, format: 'webm' })).rejects.toThrow(/This browser does not encode WebM/);
  });
});
