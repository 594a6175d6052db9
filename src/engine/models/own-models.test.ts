import { createHash } from 'node:crypto';
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

/** The same model with other weights. */
function retrained(): Files {
  const files = new Map(folder);
  const manifest = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  const file: string = manifest.weights.parts[0].file;
  const weights = new Uint8Array(files.get(file) ?? []);
  weights[weights.length - 1] = (weights.at(-1) ?? 0) ^ 1;
  files.set(file, weights);
  manifest.weights.parts[0].sha256 = createHash('sha256').update(weights).digest('hex');
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return files;
}

test('a model that takes the place of another: where there is no room for all of it, the one before stays, wherever it stops', async () => {
  const store = memoryStore();
  await keepModel(store, folder, []);
  const next = retrained();
  for (let room = 0; room < next.size; room++) {
    let left = room;
    const full: Store = {
      ...store,
      async write(path, bytes) {
        if (left-- === 0) throw new StudioError('storage', 'no more room');
        await store.write(path, bytes);
      },
    };
    await expect(keepModel(full, next, [])).rejects.toThrow('no more room');
    expect(await modelFiles(store, 'tiny')).toEqual(folder);
    expect(await store.list('models')).toHaveLength(1);
  }
  for (let time = 0; time < 3; time++) await keepModel(store, time % 2 ? folder : next, []);
  expect(await modelFiles(store, 'tiny')).toEqual(next);
  expect(await store.list('models')).toHaveLength(1);
  const shelf = createShelf(withOwnModels(page, store), 1e9);
  await shelf.generator('tiny', () => {}, signal);
  shelf.clear();
  await removeModel(store, 'tiny');
  expect(await store.list('models')).toEqual([]);
});

test('a tab that was closed while it wrote the new one, or took away the old one, leaves a whole model', async () => {
  const store = memoryStore();
  await keepModel(store, folder, []);
  const half = retrained();
  half.delete('manifest.json');
  for (const [name, bytes] of half) await store.write(`models/tiny.2/${name}`, bytes);
  expect(await modelFiles(store, 'tiny')).toEqual(folder);
  for (const [name, bytes] of retrained()) await store.write(`models/tiny.3/${name}`, bytes);
  expect(await modelFiles(store, 'tiny')).toEqual(retrained());
  expect(await ownModels(store)).toHaveLength(1);
  await keepModel(store, folder, []);
  expect(await store.list('models')).toEqual(['tiny.4']);
});

test.each([
  ['no JSON', '{', 'manifest.json is damaged: it is no JSON.'],
  ['of another form', '{"format": 7}', /^other: the model's manifest does not fit/],
])('a kept model whose manifest is %s is left out and named, and the others are there', async (_, text, why) => {
  const store = memoryStore();
  await keepModel(store, folder, []);
  await store.write('models/other/manifest.json', new TextEncoder().encode(text));
  const shelf = createShelf(withOwnModels(page, store), 1e9);
  expect((await shelf.manifests()).map(({ id }) => id)).toEqual(['tiny']);
  expect(await shelf.unread()).toEqual([
    expect.stringMatching(
      /^Your own model "other" cannot be read and is left out; add or train it anew\. \(.+\)$/,
    ),
  ]);
  await expect(modelFiles(store, 'other')).rejects.toThrow(why instanceof RegExp ? 'does not fit' : why);
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
