import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { manifestOf, SHIPPED } from '../../test/models.ts';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from './cache.ts';
import { type Drafter, firstLook, loadDrafter } from './first-look.ts';
import type { ModelHost } from './models/host.ts';
import { createShelf } from './models/shelf.ts';
import type { Picture } from './picture.ts';
import { defaultRecipe, type Recipe } from './recipe.ts';
import { type RenderContext, render } from './render.ts';
import type { RenderEvent } from './render-event.ts';
import { drawnSource } from './source.ts';
import { startingRecipe } from './starting-recipe.ts';

beforeAll(startWasm);

const ID = 'petri-pix2pix';
const host: ModelHost = {
  manifests: async () => [await manifestOf(ID)],
  part: async (id, { file }) => new Uint8Array(await readFile(new URL(`${id}/${file}`, SHIPPED))),
};
const { signal } = new AbortController();
const now = () => performance.now() / 1000;
const source = () => drawnSource('a', 'Dish', 'dish', 4);

async function pictures(events: AsyncGenerator<RenderEvent | null, void>): Promise<Map<string, Picture>> {
  const shown = new Map<string, Picture>();
  for await (const event of events) if (event?.type === 'picture') shown.set(event.stage, event.picture);
  return shown;
}

const look = (recipe: Recipe, painter: Promise<Drafter | null> | null) =>
  pictures(firstLook(source(), recipe, painter, { cache: createCache(2 ** 26), now }, signal));

test('a first look has the pixels of the render before colours, and colours within a level of it in the mean', async () => {
  const manifest = await manifestOf(ID);
  const recipe = startingRecipe(manifest);
  const shelf = createShelf(host, Number.POSITIVE_INFINITY);
  const context: RenderContext = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a render asks no more
    shelf,
    cache: createCache(2 ** 28),
    now,
  };
  const rendered = await pictures(render(source(), recipe, context, signal));
  const looked = await look(recipe, loadDrafter(manifest, host, signal));
  expect([...looked.keys()]).toEqual(['develop', 'edges', 'colour']);
  expect(looked.get('develop')).toEqual(rendered.get('develop'));
  expect(looked.get('edges')).toEqual(rendered.get('edges'));
  const [drafted, painted] = [looked.get('colour'), rendered.get('colour')];
  const off = Array.from(drafted?.data ?? [], (value, i) => Math.abs(value - (painted?.data[i] ?? 0)));
  expect(off).toHaveLength(painted?.data.length ?? 0);
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(1);
  shelf.clear();
});

test('without a model, and where colours need cells, it ends with the edges', async () => {
  expect([...(await look(defaultRecipe, null)).keys()]).toEqual(['develop', 'edges']);
  expect([...(await look(defaultRecipe, Promise.resolve(null))).keys()]).toEqual(['develop', 'edges']);
  const manifest = await manifestOf(ID);
  const inside = { ...startingRecipe(manifest), colour: { ...defaultRecipe.colour, insideCells: true } };
  const stages = (await look(inside, loadDrafter(manifest, host, signal))).keys();
  expect([...stages]).toEqual(['develop', 'edges']);
});

test('a model that does not come is heard of after the edges', async () => {
  const events = firstLook(
    source(),
    defaultRecipe,
    Promise.reject(new Error('no network')),
    { cache: createCache(2 ** 26), now },
    signal,
  );
  const stages: string[] = [];
  const all = async () => {
    for await (const event of events) if (event.type === 'picture') stages.push(event.stage);
  };
  await expect(all()).rejects.toThrow('no network');
  expect(stages).toEqual(['develop', 'edges']);
});

test('a ResNet has no draft', async () => {
  const manifest = await manifestOf(ID);
  const resnet = { ...manifest, architecture: { ...manifest.architecture, kind: 'resnet-6' as const } };
  expect(await loadDrafter(resnet, host, signal)).toBeNull();
});
