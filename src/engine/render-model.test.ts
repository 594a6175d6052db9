import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from './cache.ts';
import { StudioError } from './errors.ts';
import { rgbaPlanes } from './formats/rgba-planes.ts';
import { architecture, manifest, zeros } from './models/drawn.fixture.ts';
import type { Manifest } from './models/manifest.ts';
import { writeSafetensors } from './models/safetensors.ts';
import { createShelf } from './models/shelf.ts';
import { unetShapes } from './nets/unet-shapes.ts';
import { randomFrom } from './random.ts';
import { defaultRecipe, type Recipe } from './recipe.ts';
import { type RenderContext, render } from './render.ts';
import { madeSource } from './source.ts';

beforeAll(startWasm);

const SIDE = 256;
const bytes = writeSafetensors({
  tensors: new Map(Array.from(unetShapes({ ...architecture, depth: 8 }), ([name, s]) => [name, zeros(s)])),
  metadata: {},
});
const painter: Manifest = {
  ...manifest,
  id: 'painter',
  weights: { storage: 'f16', parts: [{ file: 'w', bytes: bytes.length, sha256: 'a'.repeat(64) }] },
};
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', size: SIDE },
  colour: { ...defaultRecipe.colour, model: painter.id },
};
const { signal } = new AbortController();

/** A studio whose model's file is read by `part`. */
function room(part: () => Promise<Uint8Array<ArrayBuffer>>, model = painter) {
  let asked = 0;
  const shelf = createShelf(
    {
      manifests: async () => [model],
      part() {
        asked++;
        return part();
      },
    },
    Number.POSITIVE_INFINITY,
  );
  const context: RenderContext = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a render asks no more
    shelf,
    cache: createCache(2 ** 28),
    now: () => performance.now() / 1000,
  };
  return { shelf, context, asked: () => asked };
}

const rgba = Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 ? 255 : (i * 7) % 256));
/** @param read resolves when it has been read. */
const picture = (read?: Promise<void>) =>
  madeSource(
    'a',
    'a.png',
    async () => {
      await read;
      return rgbaPlanes({ width: SIDE, height: SIDE, channels: 4, data: rgba });
    },
    'a',
  );

async function stages(context: RenderContext, source = picture()): Promise<string[]> {
  const shown: string[] = [];
  for await (const event of render(source, recipe, context, signal))
    if (event?.type === 'picture') shown.push(event.stage);
  return shown;
}

test('a model that cannot be read is asked for once, whether it fails before or after the picture is there', async () => {
  const fault = new StudioError('model', 'The model is damaged.');
  const early = room(() => Promise.reject(fault));
  const read = new Promise<void>((resolve) => setTimeout(resolve, 20));
  await expect(stages(early.context, picture(read))).rejects.toThrow('The model is damaged.');
  expect(early.asked()).toBe(1);

  let fail = (_: Error) => {};
  const late = room(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  setTimeout(() => fail(fault), 400);
  await expect(stages(late.context)).rejects.toThrow('The model is damaged.');
  expect(late.asked()).toBe(1);
});

test('a model comes while the picture is read', async () => {
  const { context, shelf, asked } = room(async () => bytes);
  let show = () => {};
  const read = new Promise<void>((resolve) => {
    show = resolve;
  });
  const shown = stages(context, picture(read));
  await expect.poll(asked).toBe(1);
  show();
  expect(await shown).toEqual(['develop', 'edges', 'colour']);
  expect(asked()).toBe(1);
  shelf.clear();
});

test('a picture that stands in the cache is shown without its model', async () => {
  const { context, shelf, asked } = room(async () => bytes);
  await stages(context);
  shelf.clear(); // as where others have made it leave
  expect(await stages(context)).toEqual(['develop', 'edges', 'colour']);
  expect(asked()).toBe(1);
});

/** A model of chance weights, which can be drafted. */
function drafted() {
  const random = randomFrom(5);
  const sizes = { kind: 'unet-256' as const, ngf: 8, inputChannels: 1 };
  const tensors = new Map(
    Array.from(unetShapes({ ...sizes, depth: 8 }), ([name, shape]) => [name, zeros(shape)]),
  );
  for (const [name, { values }] of tensors) {
    for (let i = 0; i < values.length; i++) values[i] = name.endsWith('norm.scale') ? 1 : random() - 0.5;
  }
  const weights = writeSafetensors({ tensors, metadata: {} });
  const parts = [{ file: 'w', bytes: weights.length, sha256: 'b'.repeat(64) }];
  return { weights, model: { ...painter, architecture: sizes, weights: { ...painter.weights, parts } } };
}

test('a draft is near the colours and is not kept; what is kept is taken where there is such', async () => {
  const { weights, model } = drafted();
  const { context, shelf } = room(async () => weights, model);
  const colours = async (isDraft: boolean) => {
    for await (const event of render(picture(), recipe, context, signal, { isDraft }))
      if (event?.type === 'picture' && event.stage === 'colour') return event;
    throw new Error('there were no colours');
  };
  const draft = await colours(true);
  const again = await colours(true);
  expect(again.run.cached).toBe(false);
  expect(again.picture.data).toEqual(draft.picture.data);
  const painted = await colours(false);
  expect(painted.run.cached).toBe(false);
  expect(painted.by).toEqual(draft.by);
  const off = painted.picture.data.map((value, i) => Math.abs(value - (draft.picture.data[i] ?? 0)));
  expect(off.some((value) => value > 0)).toBe(true); // it was a draft
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(0.5);
  const kept = await colours(true);
  expect(kept.run.cached).toBe(true);
  expect(kept.picture.data).toEqual(painted.picture.data);
  shelf.clear();
});
