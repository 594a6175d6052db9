import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawnPairs, tinyPlan } from '../../../test/tiny-plan.ts';
import { startWasm } from '../../../test/wasm.ts';
import { StudioError } from '../errors.ts';
import { zip } from '../formats/zip.ts';
import { resultOf } from '../steps/result-of.ts';
import { memoryStore, type Store } from '../store.ts';
import { modelFolder } from '../train/model-folder.ts';
import { disposeTraining, newTraining } from '../train/training.ts';
import type { ModelHost } from './host.ts';
import {
  keepModel,
  modelFiles,
  ownModels,
  removeModel,
  unzipModel,
  withOwnModels,
  zipModel,
} from './own-models.ts';
import { createShelf } from './shelf.ts';

type Files = Map<string, Uint8Array<ArrayBuffer>>;

const { signal } = new AbortController();
const page: ModelHost = {
  manifests: async () => [],
  part: async () => {
    throw new StudioError('model', 'the page has no such model');
  },
};

let folder: Files;
let tensors = 0;
beforeAll(async () => {
  await startWasm();
  const plan = { ...tinyPlan, train: { ...tinyPlan.train, ngf: 2, ndf: 2, steps: 2 } };
  const training = newTraining(plan);
  training.step = 1;
  const [held, ...learnt] = drawnPairs(3);
  if (!held) throw new Error('no pair was drawn');
  folder = await modelFolder(plan, training, learnt, [held], { plan: 'tiny.json', hardware: 'a test' });
  disposeTraining(training);
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

const input = Float32Array.from({ length: 32 * 32 }, (_, i) => (i % 7 === 0 ? 1 : -1));
const without = (name: string): Files => new Map([...folder].filter(([one]) => one !== name));

test('a kept model is on the shelf and paints; as a ZIP it comes back the same; taken away it is gone', async () => {
  const store = memoryStore();
  await keepModel(store, folder, []);
  const shelf = createShelf(withOwnModels(page, store), 1e9);
  expect((await shelf.manifests()).map(({ id }) => id)).toEqual(['tiny']);
  const [shown] = await ownModels(store);
  expect(shown).toMatchObject({ id: 'tiny', sample: folder.get('sample.png') });
  expect(shown?.card).toMatch(/^# Tiny/);
  const first = await resultOf((await shelf.generator('tiny', () => {}, signal)).paint([input], 32, 32));
  expect(first).toHaveLength(3 * 32 * 32);

  const bytes = await zipModel('tiny', await modelFiles(store, 'tiny'));
  await removeModel(store, 'tiny');
  shelf.changed('tiny');
  expect(await shelf.manifests()).toEqual([]);
  await expect(modelFiles(store, 'tiny')).rejects.toThrow('There is no model "tiny" of your own.');

  const files = await unzipModel('tiny.zip', bytes);
  expect(files).toEqual(folder);
  await keepModel(store, files, []);
  shelf.changed('tiny');
  const again = await resultOf((await shelf.generator('tiny', () => {}, signal)).paint([input], 32, 32));
  expect(again).toEqual(first);
  shelf.clear();
});

test('a kept part that was damaged is refused by its name', async () => {
  const store = memoryStore();
  await keepModel(store, folder, []);
  await store.write('models/tiny/weights-1.safetensors', new Uint8Array(9));
  const shelf = createShelf(withOwnModels(page, store), 1e9);
  await expect(shelf.generator('tiny', () => {}, signal)).rejects.toThrow(
    'Tiny: weights-1.safetensors is damaged; take the model away and add it again.',
  );
});

test.each([
  {
    what: 'without a manifest',
    files: () => without('manifest.json'),
    sentence: /^There is no manifest\.json/,
  },
  {
    what: 'without its weights',
    files: () => without('weights-1.safetensors'),
    sentence: /^Tiny: weights-1\.safetensors is missing; export the model once more\.$/,
  },
  {
    what: 'with other weights',
    files: () => new Map([...folder, ['weights-1.safetensors', new Uint8Array(9)]]),
    sentence: /^Tiny: weights-1\.safetensors is damaged; export the model once more\.$/,
  },
  {
    what: 'with a manifest that is no JSON',
    files: () => new Map([...folder, ['manifest.json', new Uint8Array(9)]]),
    sentence: /^manifest\.json is damaged: it is no JSON\.$/,
  },
])('a folder $what is no model, and leaves nothing behind', async ({ files, sentence }) => {
  const store = memoryStore();
  await expect(keepModel(store, files(), [])).rejects.toThrow(sentence);
  expect(await store.list('models')).toEqual([]);
});

test('a model cannot take the id of one that came with the page', async () => {
  await expect(keepModel(memoryStore(), folder, ['tiny'])).rejects.toThrow(
    'Tiny (tiny) is on the shelf already.',
  );
});

test('where there is no room for all of a model none of it stays', async () => {
  const store = memoryStore();
  let room = 3;
  const small: Store = {
    ...store,
    async write(path, bytes) {
      if (room-- === 0) throw new StudioError('storage', 'no more room');
      await store.write(path, bytes);
    },
  };
  await expect(keepModel(small, folder, [])).rejects.toThrow('no more room');
  expect(await store.list('models')).toEqual([]);
});

test('a ZIP of no model, of several, and one that is damaged are refused by their name', async () => {
  const packed = (...roots: readonly string[]) =>
    zip(new Map(roots.flatMap((root) => [...folder].map(([name, bytes]) => [`${root}${name}`, bytes]))));
  await expect(unzipModel('a.zip', await zip(new Map([['notes.txt', new Uint8Array(3)]])))).rejects.toThrow(
    "a.zip holds no model; add a ZIP of one model's folder.",
  );
  await expect(unzipModel('b.zip', await packed('one/', 'two/'))).rejects.toThrow(/^b\.zip holds 2 models;/);
  await expect(unzipModel('c.zip', new Uint8Array(40))).rejects.toThrow(/^c\.zip is damaged: /);
  expect(await unzipModel('d.zip', await packed('deep/in/it/', '__MACOSX/deep/in/it/'))).toEqual(folder);
});
