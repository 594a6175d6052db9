import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { createCache } from '../cache.ts';
import { manifest, zeros } from '../models/drawn.fixture.ts';
import type { Manifest } from '../models/manifest.ts';
import { writeSafetensors } from '../models/safetensors.ts';
import { createShelf, type Shelf } from '../models/shelf.ts';
import { unetShapes } from '../nets/unet-shapes.ts';
import { defaultRecipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import { drawnSource } from '../source.ts';
import { resultOf } from '../steps/result-of.ts';
import { circle } from './circle.ts';

beforeAll(startWasm);
let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

const architecture = { kind: 'unet-32', ngf: 1, inputChannels: 3 } as const;

/** Weights of a net that paints everything in one grey. */
const plain = (grey: number) => {
  const shapes = unetShapes({ ...architecture, depth: 5 });
  const all = new Map(Array.from(shapes, ([name, shape]) => [name, zeros(shape)]));
  const bias = Math.atanh(grey / 127.5 - 1);
  all.set('up5.conv.bias', { dtype: 'F32', shape: [3], values: new Float32Array(3).fill(bias) });
  return writeSafetensors({ tensors: all, metadata: {} });
};
const files = { there: plain(64), back: plain(200) };

/** A model of the two nets on a shelf, and a dish to walk with. @param meanwhile is called once, while the way back is on its way. */
function room(meanwhile = (_: Shelf, __: AbortController) => {}) {
  let loads = 0;
  const weights = (file: keyof typeof files, digit: string): Manifest['weights'] => ({
    storage: 'f16',
    parts: [{ file, bytes: files[file].length, sha256: digit.repeat(64) }],
  });
  const round: Manifest = {
    ...manifest,
    id: 'round',
    architecture,
    inputs: ['edges', 'edges', 'edges'],
    weights: weights('there', 'a'),
    back: { architecture, weights: weights('back', 'b'), training: manifest.training, metrics: {} },
  };
  const controller = new AbortController();
  const shelf: Shelf = createShelf(
    {
      manifests: async () => [round],
      async part(_, { file }) {
        if (file === 'back' && loads++ === 0) meanwhile(shelf, controller);
        return files[file as keyof typeof files];
      },
    },
    0,
  );
  const context: RenderContext = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // no more is asked
    shelf,
    cache: createCache(2 ** 26),
    now: () => performance.now() / 1000,
  };
  const { develop, colour } = defaultRecipe;
  const recipe = {
    ...defaultRecipe,
    develop: { ...develop, size: 64 },
    colour: { ...colour, model: 'round' },
  };
  const steps = circle(drawnSource('a', 'a.png', 'dish', 3), recipe, context, controller.signal);
  return { shelf, steps };
}

test("a recipe's picture goes through both nets of its model", async () => {
  const { shelf, steps } = room();
  const found = await resultOf(steps);
  expect(found.colours.data.every((value) => value === 64)).toBe(true);
  expect(found.edgesAgain.data.every((value) => value === 200)).toBe(true);
  expect(found.ofEdges).toMatchObject({ recall: 1 });
  expect(found.ofEdges?.precision).toBeLessThan(1);
  shelf.clear();
});

test('a net that is replaced on the way stays until the circle is closed', async () => {
  const { shelf, steps } = room(({ changed }) => changed('round'));
  expect((await resultOf(steps)).colours.data.every((value) => value === 64)).toBe(true);
  shelf.clear();
});

test('one that is stopped lets its nets go', async () => {
  const { shelf, steps } = room((_, controller) => controller.abort(new Error('stopped')));
  await expect(resultOf(steps)).rejects.toThrow('stopped');
  shelf.changed('round');
});
