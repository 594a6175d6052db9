import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { activations } from '../nets/inception-v3.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { type DreamLayer, type DreamRecipe, defaultDream } from '../recipe.ts';
import { resultOf } from '../steps/result-of.ts';
import { ascend, type DreamStep, type DreamTask } from './ascent.ts';
import type { NetPicture } from './net-picture.ts';

/** A small network of the same topology with random weights. */
const { tensors } = readTensors(new URL('../../../test/golden/inception/twin.safetensors', import.meta.url));
let net: DreamWeights;
let before: number;

beforeAll(async () => {
  await startWasm();
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  net = { weights, filters: backwardFilters(weights) };
  await steps({ layers: { mixed10: 1 }, octaves: 1, steps: 1 }); // the filters are made once and stay
  before = tf.memory().numTensors;
});
afterAll(() => {
  net.filters.dispose();
  tf.dispose([...net.weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
});

/** A picture of soft blobs. */
function blobs(width: number, height: number): NetPicture {
  const values = Float32Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return 0.6 * Math.sin((pixel % width) / 9 + (i % 3)) * Math.cos(Math.floor(pixel / width) / 7);
  });
  return { width, height, values };
}

const small: DreamRecipe = { ...defaultDream, octaves: 2, octaveSteps: 2, steps: 3, jitter: 8 };
const task = (change: Partial<DreamTask> = {}): DreamTask => ({
  net,
  picture: blobs(100, 90),
  guide: null,
  mask: null,
  from: null,
  ...change,
});

async function steps(recipe: Partial<DreamRecipe>, change: Partial<DreamTask> = {}): Promise<DreamStep[]> {
  const all: DreamStep[] = [];
  for await (const step of ascend({ ...small, ...recipe }, task(change))) if (step) all.push(step);
  return all;
}

const last = (all: readonly DreamStep[]): DreamStep => all.at(-1) as DreamStep; // every recipe here has a step

describe('an ascent', () => {
  test('goes through the octaves, from small to the size of the picture', async () => {
    const all = await steps({ octaveScale: 1.1 });
    expect(all.map(({ octave, step, dreamed }) => [octave, step, dreamed.width, dreamed.height])).toEqual([
      [0, 1, 91, 82],
      [0, 2, 91, 82],
      [1, 1, 100, 90],
      [1, 2, 100, 90],
      [1, 3, 100, 90],
    ]);
    expect(all.map(({ shown }) => shown.values.length)).toEqual(all.map(() => 100 * 90 * 3));
  });

  test('is the same bit for bit each time, and another with another seed', async () => {
    const [one, two, other] = [await steps({}), await steps({}), await steps({ seed: 2 })];
    expect(last(two).shown.values).toEqual(last(one).shown.values);
    expect(last(other).shown.values).not.toEqual(last(one).shown.values);
  });

  test('goes on from where it stood as if it had not stopped', async () => {
    const whole = await steps({ octaveScale: 1.1 });
    for (const from of [whole[0], whole[3]]) {
      const rest = await steps({ octaveScale: 1.1 }, { from: from as DreamStep });
      expect(last(rest).shown.values).toEqual(last(whole).shown.values);
    }
  });

  test('makes the picture of an octave only when it climbs it', async () => {
    const picture = blobs(130, 120);
    let asked = 0;
    const watched: NetPicture = {
      ...picture,
      get values() {
        asked++;
        return picture.values;
      },
    };
    const recipe = { ...small, octaves: 4, octaveSteps: 1, steps: 1, octaveScale: 1.15, detail: 0 };
    const asks: number[] = [];
    for await (const step of ascend(recipe, task({ picture: watched }))) if (step) asks.push(asked);
    const [first = 0, second = 0, third = 0] = asks;
    expect([second - first, third - second]).toEqual([3, 3]); // once for each channel
  });

  test('with more steps has those of fewer in it', async () => {
    const [few, many] = [await steps({ steps: 1 }), await steps({ steps: 3 })];
    expect(many[few.length - 1]?.shown.values).toEqual(last(few).shown.values);
  });

  test('leaves no tensor behind, wherever it is stopped', async () => {
    for (const stop of [0, 1, 5, 20, 40, 60]) {
      const running = ascend({ ...small, channels: { layer: 'mixed6', strongest: 3 } }, task());
      for (let i = 0; i < stop; i++) await running.next();
      await running.return();
      expect(tf.memory().numTensors, `after ${stop} parts of steps`).toBe(before);
    }
  });
});

/** The mean activations of layers on a picture. */
async function meansOf(
  { width, height, values }: NetPicture,
  layers: readonly DreamLayer[],
): Promise<number[]> {
  const x = tf.tensor4d(values, [1, height, width, 3]);
  const found = await resultOf(activations(net.weights, x, new Set(layers)));
  const means = [...found.values()].map((y) => tf.tidy(() => tf.mean(y).dataSync()[0] as number)); // a scalar
  tf.dispose([x, ...found.values()]);
  return means;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('an ascent begins with the activations of the picture itself', async () => {
  const [first] = await steps({ layers: { mixed3: 1 }, octaves: 1, jitter: 0, steps: 1 });
  expect(first?.activations.get('mixed3')).toBeCloseTo(
    (await meansOf(task().picture, ['mixed3']))[0] ?? 0,
    5,
  );
});

test.each<[about: string, change: Partial<DreamRecipe>, other: Partial<DreamRecipe>]>([
  ['the objective', { objective: 'l2' }, {}],
  ['the gradient\u2019s measure', { normalise: 'meanAbsolute' }, {}],
  ['Gaussian smoothing', { smoothing: 'gaussian' }, {}],
  ['the Laplacian pyramid', { smoothing: 'laplacian' }, {}],
  ['total variation', { totalVariation: 0.2 }, {}],
  ['channels', { channels: { layer: 'mixed6', list: [0, 2] } }, {}],
  [
    'fewer channels',
    { channels: { layer: 'mixed6', list: [0, 2] } },
    { channels: { layer: 'mixed6', list: [0] } },
  ],
  ['detail', { detail: 0 }, {}],
])('%s makes another dream', async (_, change, other) => {
  const [one, two] = [
    await steps({ ...change, octaveScale: 1.1 }),
    await steps({ ...other, octaveScale: 1.1 }),
  ];
  expect(last(one).shown.values).not.toEqual(last(two).shown.values);
  expect(last(one).shown.values.every(Number.isFinite)).toBe(true);
});

test('smoothing and total variation make a smoother dream', async () => {
  const { picture } = task();
  const roughness = (all: readonly DreamStep[]) => {
    const { values } = last(all).shown;
    const change = values.map((value, i) => value - (picture.values[i] ?? 0));
    return sum(Array.from(change, (value, i) => (i < 3 ? 0 : Math.abs(value - (change[i - 3] ?? 0)))));
  };
  const plain = roughness(await steps({}));
  expect(roughness(await steps({ smoothing: 'gaussian', smoothingSigma: 2 }))).toBeLessThan(0.7 * plain);
  expect(roughness(await steps({ totalVariation: 0.5 }))).toBeLessThan(plain);
});

test('a guide is sought: its features draw the dream another way than the mean does', async () => {
  const guide = blobs(96, 96);
  const towards = await steps({ objective: 'guide' }, { guide });
  expect(last(towards).shown.values).not.toEqual(last(await steps({})).shown.values);
  await expect(steps({ objective: 'guide' })).rejects.toThrow('none was given');
  expect(tf.memory().numTensors).toBe(before);
});

test('a channel that the layer has not is refused by its number', async () => {
  const channels = { layer: 'mixed6' as const, list: [3, 900] };
  await expect(steps({ channels })).rejects.toThrow('channel 900 of mixed6; it has the channels 0 to 19');
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[about: string, recipe: Partial<DreamRecipe>, guide?: NetPicture]>([
  ['the strongest channels', { channels: { layer: 'mixed8', strongest: 2 } }],
  ['a thin guide', { objective: 'guide' }, blobs(200, 9)],
  ['a wide blur', { smoothing: 'gaussian', smoothingSigma: 8 }],
  ['a deep pyramid', { smoothing: 'laplacian', smoothingLevels: 6 }],
])('a picture smaller than the network takes is dreamed at its own size: with %s', async (_, recipe, guide) => {
  for (const picture of [blobs(64, 64), blobs(128, 32), blobs(5, 40)]) {
    const all = await steps({ ...recipe, layers: { mixed8: 1 } }, { picture, guide: guide ?? null });
    const { shown } = last(all);
    expect([shown.width, shown.height]).toEqual([picture.width, picture.height]);
    expect(shown.values.every(Number.isFinite)).toBe(true);
    expect(shown.values).not.toEqual(picture.values);
  }
  expect(tf.memory().numTensors).toBe(before);
});
