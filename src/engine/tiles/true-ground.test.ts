import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mixedField } from '../../../test/mixed-field.ts';
import { loaded, manifestOf, SHIPPED } from '../../../test/models.ts';
import { off } from '../../../test/walked.ts';
import { startWasm } from '../../../test/wasm.ts';
import { rgbaPlanes } from '../formats/rgba-planes.ts';
import type { Generator } from '../models/load.ts';
import type { Picture } from '../picture.ts';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import { madeSource } from '../source.ts';
import { lay, paint } from '../stages/colour.ts';
import { resultOf } from '../steps/result-of.ts';
import type { Tile } from './activations.ts';
import { type BeforeLast, tilesOf } from './layers-walked.ts';
import { renderInTiles } from './render-in-tiles.ts';
import { memoryScratch, type Scratch } from './scratch.ts';
import { colourTile, cutRows, type TrueGround, trueColours, trueGround } from './true-ground.ts';

/** No multiple of a tile nor of the net's grain, and odd. */
const SIDE = 301;
const field = mixedField(SIDE);
const rgba = Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) =>
  i % 4 === 3 ? 255 : (field.data[i >> 2] ?? 0),
);
const make = async () => rgbaPlanes({ width: SIDE, height: SIDE, channels: 4, data: rgba });
const source = madeSource('field', 'field.png', make, 'field');
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', scale: 1 },
  edges: { ...defaultRecipe.edges, thresholds: 'auto' },
  colour: { ...defaultRecipe.colour, model: 'blood-stain', strength: 0.8, keepStructure: true },
};
const { signal } = new AbortController();

let generator: Generator;
let ground: TrueGround;
let before: BeforeLast;
beforeAll(async () => {
  await startWasm();
  generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
  ground = await resultOf(trueGround(source, recipe, 64, memoryScratch, signal));
  before = await resultOf(trueColours(ground, recipe, generator, 128, memoryScratch, signal));
});
afterAll(() => {
  before.close();
  ground.close();
  generator.dispose();
});

/** What the export of the whole writes. */
async function exported(recipe: Recipe, painter: Generator | null): Promise<Uint8Array> {
  const channels = painter ? 3 : 1;
  const out = new Uint8Array(SIDE * SIDE * channels);
  const work = { recipe, generator: painter, tile: 128, scratch: memoryScratch };
  const take = async ({ data }: Picture, top: number) => out.set(data, top * SIDE * channels);
  for await (const _ of renderInTiles(source, work, async () => take, signal));
  return out;
}

/** A picture put together from tiles, last one first, as no walk would come by them. */
async function together(side: number, channels: 1 | 3, tileOf: (tile: Tile) => Promise<Picture>) {
  const out = new Uint8Array(SIDE * SIDE * channels);
  for (const tile of tilesOf(SIDE, SIDE, side).toReversed()) {
    const { data, width, height } = await tileOf(tile);
    expect([width, height]).toEqual([tile.width, tile.height]);
    for (let y = 0; y < height; y++) {
      const row = data.subarray(y * width * channels, (y + 1) * width * channels);
      out.set(row, ((tile.y + y) * SIDE + tile.x) * channels);
    }
  }
  return out;
}
const colours = (side: number) =>
  together(side, 3, (tile) => colourTile(ground, before, generator, recipe.colour, tile));

test.each([32, 100])('tiles of %i px of the edges are those that the export writes', async (side) => {
  const edges = await exported(recipe, null);
  expect(edges.filter((value) => value === 255).length).toBeGreaterThan(1000);
  expect(await together(side, 1, (tile) => cutRows(ground.edges, tile))).toEqual(edges);
});

test('tiles of the picture itself are those that the export writes at strength 0', async () => {
  const plain = await exported({ ...recipe, colour: { ...recipe.colour, strength: 0 } }, generator);
  expect(new Set(plain).size).toBeGreaterThan(50);
  expect(await together(64, 3, (tile) => cutRows(ground.developed.rgb, tile))).toEqual(plain);
});

test('tiles of the colours are those that the export writes, byte for byte, whatever their size', async () => {
  const whole = await exported(recipe, generator);
  expect(await colours(128)).toEqual(whole);
  expect(await colours(46)).toEqual(whole);
});

test('tiles that take their own statistics are far from them: the control', async () => {
  const whole = await exported(recipe, generator);
  const alone = await together(128, 3, async (tile) => {
    const rgb = await cutRows(ground.developed.rgb, tile);
    const [edges, grey] = [await cutRows(ground.edges, tile), await cutRows(ground.developed.grey, tile)];
    return lay(await resultOf(paint(edges, grey, generator)), rgb, recipe.colour);
  });
  expect(off(alone, whole).mean).toBeGreaterThan(2);
});

test('a ground and a walk that are left in the middle free what they put aside, and no tensor stays', async () => {
  let open = 0;
  const counted: Scratch = {
    async open(size) {
      const aside = await memoryScratch.open(size);
      open++;
      let isOpen = true;
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
  const tensors = tf.memory().numTensors;
  for (const after of [1, 6, 8]) {
    let steps = 0;
    for await (const _ of trueGround(source, recipe, 64, counted, signal)) if (++steps === after) break;
    expect([steps, open]).toEqual([after, 0]);
  }
  let steps = 0;
  const walk = trueColours(ground, recipe, generator, 64, counted, signal);
  for await (const _ of walk) if (++steps === 100) break;
  expect(steps).toBe(100);
  expect([open, tf.memory().numTensors]).toEqual([0, tensors]);
  const whole = await resultOf(trueColours(ground, recipe, generator, 128, counted, signal));
  expect(open).toBe(whole.inputs.length); // the last layer's alone
  whole.close();
  expect([open, tf.memory().numTensors]).toEqual([0, tensors]);
});
