import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { cellsHost } from '../../test/cells-model.ts';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from '../engine/cache.ts';
import { cellsOf } from '../engine/cells-of.ts';
import { checkCellsManifest } from '../engine/models/manifest.ts';
import {
  keepModel,
  modelFiles,
  ownModels,
  unzipModel,
  withOwnModels,
  zipModel,
} from '../engine/models/own-models.ts';
import { createShelf, type Shelf } from '../engine/models/shelf.ts';
import { defaultRecipe, type Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { drawnSource } from '../engine/source.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { memoryStore, type Store } from '../engine/store.ts';
import { learnCells } from './learn-task.ts';
import type { Source, Tasks } from './messages.ts';

const { signal } = new AbortController();
const source: Source = { kind: 'drawn', id: 'nuclei-3', name: 'nuclei 3.tif', scene: 'nuclei', seed: 3 };
const engineSource = () => drawnSource('nuclei-3', 'nuclei 3.tif', 'nuclei', 3);
/** Three cells drawn, each where the chance weights find something else. */
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', size: 64 },
  cells: {
    ...defaultRecipe.cells,
    diameter: 60,
    strokes: [0.2, 0.5, 0.8].map((at) => ({ tool: 'draw', size: 8, points: [at, at, at + 0.05, at] })),
  },
};
const ask: Tasks['learnCells']['ask'] = {
  pictures: [{ source, recipe }],
  tag: 'a1b2',
  title: 'Learnt from one picture',
  steps: 2,
};

let store: Store;
let shelf: Shelf;
let context: RenderContext;
beforeAll(startWasm);
beforeEach(async () => {
  store = memoryStore();
  shelf = createShelf(withOwnModels(await cellsHost(), store), Number.POSITIVE_INFINITY);
  context = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // no more is asked
    shelf,
    cache: createCache(2 ** 28),
    now: () => performance.now() / 1000,
  };
});

const learning = (abort = signal) =>
  learnCells(
    ask,
    {
      store,
      engineSource,
      onDevice: (steps) => steps(context),
      shipped: async () => ['cells-apart'],
      modelChanged: (id) => shelf.changed(id),
    },
    abort,
  );

test('what was learnt stands on the shelf as a model of the person’s own, and a recipe that finds cells with it names its hash', async () => {
  const found = await resultOf(learning());
  expect(found).toMatchObject({ id: 'own-cells-a1b2', title: 'Learnt from one picture' });
  expect((await shelf.cells()).map(({ id }) => id)).toEqual(['cells-apart', 'own-cells-a1b2']);
  const [own] = await ownModels(store);
  expect(own?.card).toContain('Learnt further in Eosin: 2 steps');
  expect(own?.sample.length).toBeGreaterThan(100);
  const taught: Recipe = { ...recipe, cells: { ...recipe.cells, model: found.id } };
  const { told } = await resultOf(cellsOf(engineSource(), taught, context, signal));
  expect(told.by).toEqual({ id: found.id, sha256: await shelf.cellsHash(found.id) });
  expect(told.by?.sha256).not.toBe(await shelf.cellsHash('cells-apart'));
  shelf.clear();
}, 60_000);

test('its ZIP is the same model on another desk', async () => {
  const { id } = await resultOf(learning());
  const files = await modelFiles(store, id);
  const other = memoryStore();
  const kept = await keepModel(other, await unzipModel('own.zip', await zipModel(id, files)), []);
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  expect(kept).toEqual(checkCellsManifest(manifest, 'own'));
  expect([...(await modelFiles(other, id)).keys()].sort()).toEqual([...files.keys()].sort());
  shelf.clear();
}, 60_000);

test('stopped in the middle it leaves no model and no tensor but those of the shelf', async () => {
  await shelf.cellNet('cells-apart', () => {}, signal);
  const before = tf.memory().numTensors;
  const abort = new AbortController();
  const steps = learning(abort.signal);
  for (let step = await steps.next(); !step.done; step = await steps.next()) {
    if (step.value?.type === 'progress' && step.value.progress.words === 'Learning') break;
  }
  abort.abort();
  await expect(steps.next()).rejects.toThrow('aborted');
  expect(await ownModels(store)).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
  shelf.clear();
}, 60_000);
