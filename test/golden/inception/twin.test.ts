import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activations } from '../../../src/engine/nets/inception-v3.ts';
import { blocks, type Layer, unitsFor } from '../../../src/engine/nets/inception-v3-blocks.ts';
import { type BackwardFilters, backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { slope } from '../../../src/engine/nets/inception-v3-gradient.ts';
import { mean } from '../../../src/engine/nets/inception-v3-objective.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { startWasm } from '../../wasm.ts';
import { relativeL2 } from './compare.ts';
import { readTwin, twinObjective } from './twin.ts';

const twin = readTwin(new Uint8Array(readFileSync(new URL('twin.safetensors', import.meta.url))));
const layers = blocks.map(({ name }) => name).filter((name): name is Layer => name.startsWith('mixed'));
const objective = twinObjective;
const golden = (name: string) => twin.golden(name).values;

let weights: Map<string, tf.Tensor>;
let filters: BackwardFilters;
let picture: tf.Tensor4D;

beforeAll(async () => {
  await startWasm();
  ({ weights, filters, picture } = twin.place());
});
afterAll(() => {
  filters.dispose();
  tf.dispose([picture, ...weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
});

test('every layer gives what PyTorch gives', async () => {
  const found = await resultOf(activations(weights, picture, new Set(layers)));
  expect([...found.keys()]).toEqual(layers);
  for (const [layer, tensor] of found) {
    expect(tensor.shape, layer).toEqual(twin.golden(layer).shape);
    expect(relativeL2(tensor.dataSync(), golden(layer)), layer).toBeLessThan(1e-5);
    tensor.dispose();
  }
});

test('the gradient of means and mean squares over three layers is that of PyTorch', async () => {
  const { value, gradient } = await resultOf(slope(weights, filters, picture, objective));
  expect((value.dataSync()[0] as number) / twin.value).toBeCloseTo(1, 5);
  expect(gradient.shape).toEqual(picture.shape);
  expect(relativeL2(gradient.dataSync(), golden('gradient'))).toBeLessThan(1e-5);
  tf.dispose([value, gradient]);
});

test('a slope is the same bit for bit each time', async () => {
  const both = [];
  for (let i = 0; i < 2; i++) {
    const { value, gradient } = await resultOf(slope(weights, filters, picture, objective));
    both.push([value.dataSync(), gradient.dataSync()]);
    tf.dispose([value, gradient]);
  }
  expect(both[0]).toEqual(both[1]);
});

test('a layer needs the units up to its own and no others', async () => {
  expect(unitsFor('mixed0')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(unitsFor('mixed3').at(-1)).toBe(30);
  expect(unitsFor('mixed10')).toEqual(Array.from({ length: 94 }, (_, i) => i + 1));

  const names = unitsFor('mixed3').flatMap((n) => [`unit_${n}/kernel`, `unit_${n}/bias`]);
  const few = new Map(names.map((name) => [name, weights.get(name) as tf.Tensor])); // all are there
  const back = backwardFilters(few);
  const { value, gradient } = await resultOf(slope(few, back, picture, new Map([['mixed3', mean(1)]])));
  expect(value.dataSync()[0]).toBeCloseTo(golden('mixed3').reduce((sum, v) => sum + v, 0) / (28 * 20), 5);
  tf.dispose([value, gradient]);

  const before = tf.memory().numTensors;
  const tooDeep = slope(few, back, picture, new Map([['mixed4', mean(1)]]));
  await expect(resultOf(tooDeep)).rejects.toThrow('unit_31/kernel');
  expect(tf.memory().numTensors).toBe(before);
  back.dispose();
});

const stoppable = {
  slope: () => slope(weights, filters, picture, objective),
  activations: () => activations(weights, picture, new Set(layers)),
};
test.each(
  Object.entries(stoppable),
)('%s leaves no tensor behind wherever it is stopped', async (_, start) => {
  await resultOf(slope(weights, filters, picture, objective)).then(tf.dispose); // the filters are made and stay
  const before = tf.memory().numTensors;
  for (let steps = 0; ; steps++) {
    const run = start();
    let last: { done: number; of: number } | undefined;
    for (let i = 0; i < steps; i++) last = (await run.next()).value as typeof last; // not at its end yet
    await run.return(undefined as never);
    expect(tf.memory().numTensors, `after ${steps} steps`).toBe(before);
    if (last && last.done === last.of) break;
    expect(last?.done ?? 0).toBe(steps);
  }
});
