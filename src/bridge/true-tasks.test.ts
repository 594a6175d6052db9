import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from '../engine/cache.ts';
import { rgbaPlanes } from '../engine/formats/rgba-planes.ts';
import { architecture, manifest, zeros } from '../engine/models/drawn.fixture.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import { writeSafetensors } from '../engine/models/safetensors.ts';
import { createShelf, type Shelf } from '../engine/models/shelf.ts';
import { unetShapes } from '../engine/nets/unet-shapes.ts';
import { defaultRecipe, type Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { madeSource } from '../engine/source.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { memoryScratch, type Scratch } from '../engine/tiles/scratch.ts';
import type { Source, Tasks } from './messages.ts';
import { createTrueTasks } from './true-tasks.ts';

beforeAll(startWasm);

const bytes = writeSafetensors({
  tensors: new Map(Array.from(unetShapes({ ...architecture, depth: 8 }), ([name, s]) => [name, zeros(s)])),
  metadata: {},
});
const painter = (digit: string): Manifest => ({
  ...manifest,
  id: 'painter',
  weights: { storage: 'f16', parts: [{ file: 'w', bytes: bytes.length, sha256: digit.repeat(64) }] },
});
const recipe: Recipe = { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'painter' } };
const rgba = Uint8Array.from({ length: 4 * 256 * 256 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7) % 256));
const planes = async () => rgbaPlanes({ width: 256, height: 256, channels: 4, data: rgba });
const { signal } = new AbortController();

let digit: string;
let shelf: Shelf;
let tasks: ReturnType<typeof createTrueTasks>;
let open: number;
let tensors: number;

beforeEach(() => {
  digit = 'a';
  open = 0;
  tensors = tf.memory().numTensors;
  shelf = createShelf({ manifests: async () => [painter(digit)], part: async () => bytes }, 2 ** 30);
  const context = { shelf, cache: createCache(0), now: () => 0 } as unknown as RenderContext; // no more is asked for here
  const scratch: Scratch = {
    async open(size) {
      const aside = await memoryScratch.open(size);
      let isOpen = true;
      open++;
      return {
        ...aside,
        close() {
          if (isOpen) open--;
          isOpen = false;
          aside.close();
        },
      };
    },
  };
  tasks = createTrueTasks({
    engineSource: ({ id, name }) => madeSource(id, name, planes, id),
    onDevice: (steps) => steps(context),
    scratch,
  });
});

afterEach(async () => {
  await resultOf(tasks.dropTrue({}, signal));
  expect(open).toBe(0);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(tensors);
});

/** Grey, colours and edges. */
const OF_A_GROUND = 3;
/** What the last layer of a U-Net reads: the layer below it, and its skip. */
const OF_A_WALK = 2;

const keysOf = (ground: string) => ({ ground, model: 'painter' });
const source: Source = { kind: 'drawn', id: 'a', name: 'nuclei.png', scene: 'nuclei', seed: 3 };
const gather = (ground: string, stage: 'edges' | 'colour') =>
  tasks.gatherTrue({ keys: keysOf(ground), source, recipe, stage }, signal);
const tile = async (ground: string, stage: Tasks['trueTile']['ask']['stage'] = 'colour') => {
  const look = { strength: 1, keepStructure: false };
  const ask = { keys: keysOf(ground), stage, look, tile: { x: 64, y: 32, width: 46, height: 30 } };
  return (await resultOf(tasks.trueTile(ask, signal))).picture;
};

test('a picture that takes the place of another closes all that was put aside of it', async () => {
  expect(await resultOf(gather('a', 'edges'))).toEqual({ width: 256, height: 256 });
  expect([open, await tile('a')]).toEqual([OF_A_GROUND, null]);
  await resultOf(gather('a', 'colour'));
  expect(open).toBe(OF_A_GROUND + OF_A_WALK);
  expect(await tile('a')).toMatchObject({ width: 46, height: 30, channels: 4 });
  await resultOf(gather('b', 'edges'));
  expect([open, await tile('a'), await tile('a', 'edges')]).toEqual([OF_A_GROUND, null, null]);
  expect(await tile('b', 'edges')).toMatchObject({ width: 46, height: 30, channels: 4 });
});

test.each([
  0, 1, 5, 12,
])('what is left after %i steps leaves no part of its walk, and the ground stays', async (after) => {
  await resultOf(gather('a', 'edges'));
  const walk = gather('a', 'colour');
  for (let i = 0; i < after; i++) expect((await walk.next()).done).toBe(false);
  await walk.return({ width: 0, height: 0 });
  expect([open, await tile('a')]).toEqual([OF_A_GROUND, null]);
});

test('a ground that is dropped while a walk reads it is closed when the walk ends', async () => {
  await resultOf(gather('a', 'edges'));
  const walk = gather('a', 'colour');
  await walk.next();
  await resultOf(tasks.dropTrue({}, signal));
  expect(open).toBeGreaterThanOrEqual(OF_A_GROUND);
  await walk.return({ width: 0, height: 0 });
  expect(open).toBe(0);
});

test('a model that has taken the name of another paints no tile of its walk', async () => {
  await resultOf(gather('a', 'colour'));
  expect(await tile('a')).not.toBeNull();
  digit = 'b';
  shelf.changed('painter');
  expect([await tile('a'), open]).toEqual([null, OF_A_GROUND]);
});
