import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { activations } from '../nets/inception-v3.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { randomFrom } from '../random.ts';
import { type DreamRecipe, defaultDream } from '../recipe.ts';
import { type DreamStep, type DreamTask, dream } from './dream.ts';
import type { NetPicture } from './dream-octaves.ts';

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
  for await (const step of dream({ ...small, ...recipe }, task(change))) if (step) all.push(step);
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

  test('with more steps has those of fewer in it', async () => {
    const [few, many] = [await steps({ steps: 1 }), await steps({ steps: 3 })];
    expect(many[few.length - 1]?.shown.values).toEqual(last(few).shown.values);
  });

  test('leaves no tensor behind, wherever it is stopped', async () => {
    for (const stop of [0, 1, 5, 20, 40, 60]) {
      const running = dream({ ...small, channels: { layer: 'mixed6', strongest: 3 } }, task());
      for (let i = 0; i < stop; i++) await running.next();
      await running.return();
      expect(tf.memory().numTensors, `after ${stop} parts of steps`).toBe(before);
    }
  });
});

/** The mean activation of a layer on a picture. */
async function meanOf({ width, height, values }: NetPicture, layer: 'mixed3' | 'mixed6'): Promise<number> {
  const x = tf.tensor4d(values, [1, height, width, 3]);
  const running = activations(net.weights, x, new Set([layer]));
  let step = await running.next();
  while (!step.done) step = await running.next();
  const y = step.value.get(layer) as tf.Tensor4D; // asked for
  const mean = tf.tidy(() => tf.mean(y).dataSync()[0] as number); // a scalar
  tf.dispose([x, y]);
  return mean;
}

test.each([
  'mixed3',
  'mixed6',
] as const)('climbs: the mean of %s rises, and by a step of chance it does not', async (layer) => {
  const all = await steps({ layers: { [layer]: 1 }, octaves: 1, steps: 8, jitter: 0 });
  const start = await meanOf(task().picture, layer);
  const end = await meanOf(last(all).shown, layer);
  expect(all[0]?.activations.get(layer)).toBeCloseTo(start, 5);
  expect(end).toBeGreaterThan(1.05 * start);

  const random = randomFrom(5);
  const direction = task().picture.values.map(() => Math.sqrt(3) * (2 * random() - 1)); // of standard deviation 1
  const values = task().picture.values.map((value, i) => value + 8 * small.stepSize * (direction[i] ?? 0));
  const control = await meanOf({ ...task().picture, values }, layer);
  expect(Math.abs(control - start)).toBeLessThan(0.2 * (end - start));
});
