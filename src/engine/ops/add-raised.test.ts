import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { addRaised } from './add-raised.ts';

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
