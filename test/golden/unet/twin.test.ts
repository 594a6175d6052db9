import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startWasm } from '../../wasm.ts';
import { expectGolden, twin } from './twin.ts';

let small: ReturnType<typeof twin>;
beforeAll(async () => {
  await startWasm();
  small = twin();
});
afterAll(() => small.dispose());

test('a small generator of two inputs paints what PyTorch paints', async () => {
  await expectGolden(small.paint(), await readFile(new URL('twin.safetensors', import.meta.url)));
});

describe('where each layer takes ten milliseconds', () => {
  let now = 0;
  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 10;
      return now;
    });
  });
  afterEach(() => void vi.restoreAllMocks());

  test('painting yields after each layer, in a task of its own', async () => {
    const painting = small.paint();
    const seen: (number | string)[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => seen.push('message');
    for (let step = await painting.next(); !step.done; step = await painting.next()) {
      expect(step.value.of).toBe(small.layers);
      seen.push(step.value.done);
      if (step.value.done === 2) port2.postMessage('abort');
    }
    port1.close();
    expect(seen.slice(0, 4)).toEqual([1, 2, 'message', 3]);
    expect(seen.at(-1)).toBe(16);
  });

  test.each([1, 7, 8, 9, 15])('a caller who stops after layer %i leaves no tensor behind', async (last) => {
    const before = tf.memory().numTensors;
    for await (const { done } of small.paint()) if (done === last) break;
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a layer that fails leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const damaged = twin();
    const painting = damaged.paint();
    await painting.next();
    damaged.dispose(); // as when the device goes away in mid-picture
    await expect(painting.next()).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('layers that take no time are done in one turn', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  expect((await small.paint().next()).done).toBe(true);
  vi.restoreAllMocks();
});
