import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { differing } from '../../../test/differing.ts';
import { loaded, manifestOf, SHIPPED } from '../../../test/models.ts';
import { off } from '../../../test/walked.ts';
import { startWasm } from '../../../test/wasm.ts';
import { sourceOnDisk } from '../../cli/source-on-disk.ts';
import type { Generator } from '../models/load.ts';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import { lay, paint } from '../stages/colour.ts';
import { develop } from '../stages/develop.ts';
import { findEdges, lookedAt } from '../stages/edges.ts';
import { planeOf } from '../stages/opened.ts';
import { resultOf } from '../steps/result-of.ts';
import { renderInTiles, type TiledHead } from './render-in-tiles.ts';
import { memoryScratch } from './scratch.ts';

const fixtures = join(import.meta.dirname, '../../../test/fixtures');
const sourceOf = (path: string) => sourceOnDisk(join(fixtures, path), path);
const { signal } = new AbortController();

const recipeWith = (
  develop: Partial<Recipe['develop']> = {},
  edges: Partial<Recipe['edges']> = {},
): Recipe => ({
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', scale: 1, ...develop },
  edges: { ...defaultRecipe.edges, ...edges },
});

async function inTiles(path: string, recipe: Recipe, generator: Generator | null, tile: number) {
  let head: TiledHead | undefined;
  let data = new Uint8Array();
  const steps = renderInTiles(
    sourceOf(path),
    { recipe, generator, tile, scratch: memoryScratch },
    async (found) => {
      head = found;
      data = new Uint8Array(found.width * found.height * found.channels);
      return async (rows, top) => data.set(rows.data, top * found.width * found.channels);
    },
    signal,
  );
  for await (const _ of steps);
  return { head, data };
}

async function whole(path: string, recipe: Recipe) {
  const developed = develop(await planeOf(sourceOf(path), recipe.develop), recipe.develop);
  const { picture } = await findEdges(lookedAt(developed, recipe.edges), recipe.edges, null);
  return { developed, edges: picture };
}

const cases: readonly (readonly [path: string, recipe: Recipe])[] = [
  ['nuclei-16bit.tif', recipeWith()],
  ['nuclei-16bit.tif', recipeWith({ low: 5, high: 95, gamma: 0.7 }, { thresholds: 'auto' })],
  ['nuclei-16bit.tif', recipeWith({ frame: 'part', part: [30, 21, 90, 77] }, { aperture: 5, low: 300 })],
  ['formats/rgb-lzw.tif', recipeWith({}, { channels: 'colour' })],
  ['formats/smooth-turned.jpg', recipeWith()],
  ['stacks/ome-czt.ome.tif', recipeWith({ channel: 'composite', z: 1, time: 1 })],
  ['stacks/ome-czt.ome.tif', recipeWith({ z: 'max' }, { channels: 'colour', thresholds: 'auto' })],
  ['stacks/imagej.tif', recipeWith({ z: 'mean' })],
  ['stacks/imagej.tif', recipeWith({ z: 'sharpest' })],
  ['stacks/pyramid.ome.tif', recipeWith()],
];

describe.each(cases)('%s', (path, recipe) => {
  test.each([16, 48])('the edges in tiles of %i px are those of the picture that is held', async (tile) => {
    const { edges } = await whole(path, recipe);
    const found = await inTiles(path, recipe, null, tile);
    expect([found.head?.width, found.head?.height, found.head?.channels]).toEqual([
      edges.width,
      edges.height,
      1,
    ]);
    expect(differing(found.data, edges.data)).toBe(0);
  });
});

describe('colours', () => {
  let generator: Generator;
  beforeAll(async () => {
    await startWasm();
    generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
    return () => generator.dispose();
  });

  test.each([
    ['nuclei-16bit.tif', 1, false],
    ['formats/rgb.png', 0.6, true],
  ])('of %s in tiles are those in one piece, at strength %f', async (path, strength, keepStructure) => {
    const plain = recipeWith();
    const recipe = { ...plain, colour: { ...plain.colour, model: 'blood-stain', strength, keepStructure } };
    const { developed, edges } = await whole(path, recipe);
    const painted = await resultOf(paint(edges, developed.grey, generator));
    const expected = lay(painted, developed.rgb, recipe.colour);
    const { head, data } = await inTiles(path, recipe, generator, 96);
    expect(head).toMatchObject({ width: edges.width, height: edges.height, channels: 3 });
    const { mean, most } = off(data, expected.data);
    expect(mean).toBeLessThan(0.2);
    expect(most).toBeLessThanOrEqual(6);
  });

  test('of single cells, and edges with strokes, are refused in a sentence', async () => {
    const plain = recipeWith();
    const cells = { ...plain, colour: { ...plain.colour, insideCells: true } };
    await expect(inTiles('formats/rgb.png', cells, generator, 96)).rejects.toThrow('single cells');
    const strokes = recipeWith({}, { strokes: [{ tool: 'pen', size: 2, points: [0, 0] }] });
    await expect(inTiles('formats/rgb.png', strokes, null, 96)).rejects.toThrow('strokes');
    await expect(inTiles('formats/rgb.png', defaultRecipe, null, 96)).rejects.toThrow('the scale 1');
  });
});
