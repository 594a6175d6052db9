import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { finiteDifferences, scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { addRaised, addRaisedGradient } from './add-raised.ts';

beforeAll(startWasm);

test('each pixel of the half stands for 2 x 2, in every channel', async () => {
  const x = tf.tensor4d(
    [100, 200, 300, 400, 500, 600, 700, 800, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000],
    [1, 2, 4, 2],
  );
  const half = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
  const before = tf.memory().numTensors;
  const sum = addRaised(x, half);
  expect(sum.shape).toEqual([1, 2, 4, 2]);
  expect([...(await sum.data())]).toEqual([
    101, 202, 301, 402, 503, 604, 703, 804, 1001, 2002, 3001, 4002, 5003, 6004, 7003, 8004,
  ]);
  expect(tf.memory().numTensors).toBe(before + 1);
  const raised = tf.tidy(() => tf.add(x, tf.image.resizeNearestNeighbor(half, [2, 4])));
  expect([...(await sum.data())]).toEqual([...(await raised.data())]);
  tf.dispose([x, half, sum, raised]);
});

test('its gradient with respect to the half is that of finite differences', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const half = scattered([1, 2, 3, 2]);
    const dy = scattered([1, 4, 6, 2]);
    const expected = finiteDifferences((at) => addRaised(tf.zeros([1, 4, 6, 2]), at), half, dy, 0.5);
    const found = addRaisedGradient(dy).dataSync<'float32'>();
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 4);
  });
  expect(tf.memory().numTensors).toBe(before);
});
