import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inputOf, mixedField } from '../../../test/mixed-field.ts';
import { inOnePiece, off, place, walked } from '../../../test/walked.ts';
import { startWasm } from '../../../test/wasm.ts';
import type { Generator } from '../models/load.ts';
import { paintResnet, type Resnet, resnetShapes } from '../nets/resnet.ts';
import { toTensors } from '../nets/weights.ts';
import { randomFrom } from '../random.ts';
import { tilesOf } from './layers-walked.ts';
import { memoryScratch } from './scratch.ts';
import { walk, walkerOf } from './walk.ts';

const SIDE = 148;
const field = inputOf(mixedField(SIDE));
const sizes = { ngf: 8, inputChannels: 2, outputChannels: 3, blocks: 6 };
let resnet: Resnet;
let generator: Pick<Generator, 'resnet' | 'paint'>;
let whole: Uint8Array;
let tensors: number;

/** Weights by chance: so large that what is painted goes from black to white. */
function someWeights() {
  const chance = randomFrom(7);
  const random = () => 2.45 * (chance() + chance() - 1); // a spread of 1
  const values = (name: string, shape: readonly number[]) => {
    const spread = name.includes('conv.weight') ? 0.15 : 0.3;
    const mean = name.endsWith('scale') ? 1 : 0;
    const length = shape.reduce((product, side) => product * side, 1);
    return Float32Array.from({ length }, () => mean + spread * random());
  };
  const shapes = [...resnetShapes(sizes)];
  return toTensors(new Map(shapes.map(([name, shape]) => [name, { shape, values: values(name, shape) }])));
}

beforeAll(async () => {
  await startWasm();
  const weights = someWeights();
  resnet = { ...sizes, weights };
  generator = {
    resnet,
    paint: (planes, width, height) => paintResnet(weights, sizes, planes, width, height),
  };
  tensors = tf.memory().numTensors;
  whole = new Uint8Array(SIDE * SIDE * 3);
  const all = { x: 0, y: 0, width: SIDE, height: SIDE };
  place(whole, SIDE, all, await inOnePiece(generator, field, SIDE));
});
afterAll(() => tf.dispose([...resnet.weights.values()]));

test.each([
  16, 48, 160,
])('a picture walked in tiles of %i px is the one painted in one piece, mirrored margins included', async (tile) => {
  const { mean, most } = off(await walked(generator, field, SIDE, tile, memoryScratch), whole);
  expect(mean).toBeLessThan(0.3);
  expect(most).toBeLessThan(10);
  expect(new Set(whole).size).toBeGreaterThan(200);
  expect(tf.memory().numTensors).toBe(tensors);
});

test('the tiles change nothing', async () => {
  const small = await walked(generator, field, SIDE, 32, memoryScratch);
  const { mean, most } = off(small, await walked(generator, field, SIDE, 80, memoryScratch));
  expect(mean).toBeLessThan(0.02);
  expect(most).toBeLessThanOrEqual(2);
});

test('tiles painted by their own statistics and margins are far off: what the walk is for', async () => {
  const alone = new Uint8Array(SIDE * SIDE * 3);
  for (const tile of tilesOf(SIDE, SIDE, 80))
    place(alone, SIDE, tile, await inOnePiece(generator, field, SIDE, tile));
  expect(off(alone, whole).mean).toBeGreaterThan(3);
});

test('a walk that is left after any step frees what it put aside', async () => {
  let open = 0;
  const scratch = {
    async open(size: number) {
      const aside = await memoryScratch.open(size);
      open++;
      return {
        ...aside,
        close() {
          open--;
          aside.close();
        },
      };
    },
  };
  const read = async ({ width, height }: { width: number; height: number }) =>
    new Float32Array(2 * width * height);
  const canvas = { width: 32, height: 32, read, paint: async () => {} };
  let all = 0;
  for await (const { of } of walk(walkerOf(generator), canvas, 16, scratch)) all = of;
  expect([open, all]).toEqual([0, 4 + 1 + 1 + 6 * 3 + 1 + 4 + 4]);
  for (let last = 1; last < all; last++) {
    let steps = 0;
    for await (const _ of walk(walkerOf(generator), canvas, 16, scratch)) if (++steps === last) break;
    expect([last, open]).toEqual([last, 0]);
  }
  expect(tf.memory().numTensors).toBe(tensors);
});
