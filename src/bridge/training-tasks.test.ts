import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import type { Device } from '../engine/device/device.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { memoryStore } from '../engine/store.ts';
import type { Tasks } from './messages.ts';
import { createTrainingTasks } from './training-tasks.ts';

beforeAll(startWasm);

const device = { backend: 'wasm', name: 'the processor' } as Device; // a training asks for its name alone

const tasks = () =>
  createTrainingTasks({
    store: { ...memoryStore(), lasts: true },
    hold: async () => () => {},
    now: () => performance.now() / 1000,
    engineSource: () => {
      throw new Error('no picture but dishes');
    },
    onDevice: (steps) => steps(device),
    shipped: async () => [],
    modelChanged: () => {},
  });

const { signal } = new AbortController();
const STEPS = 3;
const begin = (tag: string): Tasks['train']['ask']['begin'] => ({
  tag,
  settings: { title: 'Dots', size: 64, ngf: 8, steps: STEPS, grey: false, seed: 1, recipe: defaultRecipe },
  pictures: { sources: [], dishes: 5 },
});

test('a pause that comes late does not stop the next training', async () => {
  const { train, pauseTraining } = tasks();
  expect(await resultOf(train({ run: 'first', begin: begin('a') }, signal))).toEqual({ step: STEPS });
  await resultOf(pauseTraining({ run: 'first' }, signal));
  expect(await resultOf(train({ run: 'second', begin: begin('b') }, signal))).toEqual({ step: STEPS });
});

test('a pause that comes early stops the training that it was pressed for after its first step', async () => {
  const { train, pauseTraining } = tasks();
  await resultOf(pauseTraining({ run: 'first' }, signal));
  expect(await resultOf(train({ run: 'first', begin: begin('a') }, signal))).toEqual({ step: 1 });
  expect(await resultOf(train({ run: 'second', begin: null }, signal))).toEqual({ step: STEPS });
});
