import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inputOf, mixedField } from '../../../test/mixed-field.ts';
import { loaded, manifestOf, SHIPPED } from '../../../test/models.ts';
import { seams } from '../../../test/seams.ts';
import { inOnePiece, off, place, walked } from '../../../test/walked.ts';
import { startWasm } from '../../../test/wasm.ts';
import type { Generator } from '../models/load.ts';
import { tilesOf } from './layers-walked.ts';
import { memoryScratch } from './scratch.ts';
import { walk, walkerOf } from './walk.ts';

const SIDE = 512;
const field = inputOf(mixedField(SIDE));
let generator: Generator;
let whole: Uint8Array;
let tensors: number;

beforeAll(async () => {
  await startWasm();
  generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
  tensors = tf.memory().numTensors;
  whole = new Uint8Array(SIDE * SIDE * 3);
  const all = { x: 0, y: 0, width: SIDE, height: SIDE };
  place(whole, SIDE, all, await inOnePiece(generator, field, SIDE));
});
afterAll(() => generator.dispose());

const painted = new Map<number, Uint8Array>();
async function inTiles(tile: number): Promise<Uint8Array> {
  const found = painted.get(tile) ?? (await walked(generator, field, SIDE, tile, memoryScratch));
  painted.set(tile, found);
  return found;
}

const bordersOf = (tile: number) => Array.from({ length: SIDE / tile - 1 }, (_, i) => (i + 1) * tile);
const ratios = (rgb: Uint8Array, tile: number) =>
  seams(
    { width: SIDE, height: SIDE, values: Float32Array.from(rgb) },
    { rows: bordersOf(tile), columns: bordersOf(tile) },
  );

test('a picture in tiles is the one painted in one piece, to the rounding of half floats', async () => {
  const { mean, most } = off(await inTiles(128), whole);
  expect(mean).toBeLessThan(0.5);
  expect(most).toBeLessThan(12);
  expect(tf.memory().numTensors).toBe(tensors);
});

test('the tiles change nothing: a size whose halves are odd further in', async () => {
  const { mean, most } = off(await inTiles(128), await inTiles(176));
  expect(mean).toBeLessThan(0.1);
  expect(most).toBeLessThanOrEqual(2);
});

test('tiles painted by their own statistics are far off, and their borders are seen: what the walk is for', async () => {
  const alone = new Uint8Array(SIDE * SIDE * 3);
  for (const tile of tilesOf(SIDE, SIDE, 256)) {
    place(alone, SIDE, tile, await inOnePiece(generator, field, SIDE, tile));
  }
  expect(off(alone, whole).mean).toBeGreaterThan(3);
  const seen = ratios(alone, 256);
  expect(Math.max(seen.rows, seen.columns)).toBeGreaterThan(1.1);
});

test('no border of a tile is seen that is not in the picture painted in one piece', async () => {
  const [found, expected] = [ratios(await inTiles(128), 128), ratios(whole, 128)];
  expect(found.rows / expected.rows).toBeCloseTo(1, 2);
  expect(found.columns / expected.columns).toBeCloseTo(1, 2);
});

test('a walk that is left frees what it put aside', async () => {
  let [opened, closed] = [0, 0];
  const scratch = {
    async open(size: number) {
      const aside = await memoryScratch.open(size);
      opened++;
      return {
        ...aside,
        close() {
          closed++;
          aside.close();
        },
      };
    },
  };
  const canvas = {
    width: 256,
    height: 256,
    read: async () => new Float32Array(2 * 256 * 256),
    paint: async () => {},
  };
  let steps = 0;
  for await (const _ of walk(walkerOf(generator), canvas, 256, scratch)) if (++steps === 5) break;
  expect([opened, closed]).toEqual([5, 5]);
  expect(tf.memory().numTensors).toBe(tensors);
});
