import { describe, expect, test } from 'vitest';
import { createCache } from '../cache.ts';
import { StudioError } from '../errors.ts';
import { readTexts } from '../formats/png-write.ts';
import { unzip } from '../formats/zip.ts';
import { createShelf } from '../models/shelf.ts';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import { drawnSource, type Source } from '../source.ts';
import { resultOf } from '../steps/result-of.ts';
import { type ExportedAll, exportAll } from './all.ts';
import { exportPng } from './png.ts';

const { signal } = new AbortController();
const context: RenderContext = {
  device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // edges ask no more
  shelf: createShelf({ manifests: async () => [], part: () => Promise.reject(new Error('no model')) }, 0),
  cache: createCache(2 ** 28),
  now: () => 0,
};
const recipe: Recipe = { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'none' } };
const nuclei = (seed: number, name: string) => drawnSource(`nuclei-${seed}`, name, 'nuclei', seed);
const torn: Source = {
  ...nuclei(9, 'torn.tif'),
  id: 'torn',
  decode: () => Promise.reject(new StudioError('file', 'torn.tif is cut short.')),
};
const wished = (source: Source, low = 30) => ({
  source,
  recipe: { ...recipe, edges: { ...recipe.edges, low } },
});

describe('all pictures in a ZIP', () => {
  test('each is what it is alone, with its own recipe; of one name they are numbered', async () => {
    const wishes = [wished(nuclei(1, 'a.tif')), wished(nuclei(2, 'a.tif'), 60)];
    const all = await resultOf(exportAll(wishes, 'edges', context, signal));
    expect(all).toMatchObject({ name: 'eosin.edges.zip', pictures: 2, leftOut: [] });
    const files = await unzip(all.zip, () => true);
    expect([...files.keys()]).toEqual(['a.edges.png', 'a (2).edges.png']);
    const [first, second] = [...files.values()] as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
    const alone = await resultOf(
      exportPng(nuclei(2, 'a.tif'), wished(torn, 60).recipe, 'edges', context, signal),
    );
    expect(second).toEqual(alone.png);
    expect(JSON.parse(readTexts(first).eosin ?? '').recipe.edges.low).toBe(30);
  });

  test('one that cannot be read is left out by its name, and the progress counts all', async () => {
    const words = new Set<string>();
    const steps = exportAll([wished(torn), wished(nuclei(1, 'a.tif'))], 'sheet', context, signal);
    let all: ExportedAll | undefined;
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done) {
        all = step.value;
        break;
      }
      if (step.value) words.add(step.value.progress.words);
    }
    expect(all).toMatchObject({ pictures: 1, leftOut: ['torn.tif is cut short.'] });
    expect([...words]).toEqual(['1 of 2, torn.tif', '2 of 2, a.tif']);
  });

  test('nothing but unreadable files ends in their sentences', async () => {
    await expect(resultOf(exportAll([wished(torn)], 'sheet', context, signal))).rejects.toThrow(
      new StudioError('file', 'torn.tif is cut short.'),
    );
  });

  test('a missing model is no fault of a file: it ends the whole', async () => {
    const painted = { ...wished(nuclei(1, 'a.tif')), recipe: defaultRecipe };
    await expect(resultOf(exportAll([painted], 'colour', context, signal))).rejects.toThrow(
      /There is no model/,
    );
  });
});
