import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { StudioError } from '../errors.ts';
import { resultOf } from '../steps/result-of.ts';
import { type DeviceKeeper, keepDevice } from './keeper.ts';

const wasm = fileURLToPath(
  new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);
const { signal } = new AbortController();

const keptWasm = (onRebuilt: () => void): Promise<DeviceKeeper> =>
  keepDevice('wasm', { gpu: undefined, wasm, cores: 1 }, () => performance.now() / 1000, onRebuilt);

/** 1 + 2 on the current backend. */
async function three(): Promise<number | undefined> {
  const y = tf.tidy(() => tf.add(tf.tensor1d([1]), tf.tensor1d([2])));
  const [value] = await y.data();
  y.dispose();
  return value;
}

/** tfjs reads outside its memory: a pool over nothing. */
const abort = () => tf.tidy(() => tf.maxPool(tf.ones([1, 1, 1, 8]) as tf.Tensor4D, 3, 2, 'valid')).dataSync();

test('a WASM module that aborts under a job is a lost device: the job runs again on a new one', async () => {
  const tensors = tf.memory().numTensors;
  let rebuilt = 0;
  const keeper = await keptWasm(() => rebuilt++);
  const before = keeper.device;
  const kept = tf.tensor1d([1, 2, 3]); // as weights are
  let runs = 0;
  const steps = async function* () {
    runs++;
    yield await three();
    if (runs === 1) abort();
    return await three();
  };
  expect(await resultOf(keeper.run(steps, signal))).toBe(3);
  expect([runs, rebuilt, keeper.rebuilt]).toEqual([2, 1, 1]);
  expect(keeper.device).not.toBe(before);
  kept.dispose(); // of the module that is gone
  expect(tf.memory().numTensors).toBe(tensors);
});

test('a job that aborts every time fails, and the next one has a sound device', async () => {
  const keeper = await keptWasm(() => {});
  const broken = async function* () {
    yield null;
    abort();
  };
  await expect(resultOf(keeper.run(broken, signal))).rejects.toThrow(WebAssembly.RuntimeError);
  const sound = async function* () {
    yield null;
    return await three();
  };
  expect(await resultOf(keeper.run(sound, signal))).toBe(3);
  expect(keeper.rebuilt).toBe(2);
});

test('a job that gave way while another lost the device runs again', async () => {
  const keeper = await keptWasm(() => {});
  let begun = 0;
  const waiting = keeper.run(async function* () {
    begun++;
    yield 'begun';
    return await three();
  }, signal);
  expect(await waiting.next()).toEqual({ value: 'begun', done: false });
  let aborted = false;
  const breaking = async function* () {
    yield null;
    if (!aborted) {
      aborted = true;
      abort();
    }
  };
  await resultOf(keeper.run(breaking, signal));
  expect(await resultOf(waiting)).toBe(3);
  expect(begun).toBe(2);
});

test('a job that misses its weights because the device is gone runs again; one that is at fault itself does not', async () => {
  const keeper = await keptWasm(() => {});
  const missing = () => new StudioError('model', 'unit_1/kernel is not there.');
  let runs = 0;
  const lost = { times: 0 };
  const once = async function* () {
    yield null;
    if (lost.times++ === 0) abort();
  };
  const running = keeper.run(async function* () {
    runs++;
    yield 'begun';
    if (runs > 1) return await three();
    await resultOf(keeper.run(once, signal)); // another job loses the device within this one's step
    throw missing();
  }, signal);
  expect(await resultOf(running)).toBe(3);
  expect(runs).toBe(2);

  runs = 0;
  const faulty = async function* () {
    runs++;
    yield null;
    throw missing();
  };
  await expect(resultOf(keeper.run(faulty, signal))).rejects.toThrow('unit_1/kernel is not there.');
  expect(runs).toBe(1);
});
