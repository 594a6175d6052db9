import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { finiteDifferences, scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { averagePoolGradient } from './average-pool-gradient.ts';

beforeAll(startWasm);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

test.each([
  [5, 6],
  [2, 3],
  [1, 4],
  [1, 1],
])('on %i x %i: as finite differences, at the border too', (height, width) => {
  const x = scattered([1, height, width, 2]);
  const dy = scattered([1, height, width, 2]);
  const expected = finiteDifferences((input) => tf.avgPool(input, 3, 1, 'same'), x, dy, 0.5);
  const found = averagePoolGradient(dy).dataSync<'float32'>();
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 5);
});

test('a picture of ones gives each corner pixel what its four windows hold of it', () => {
  const ones = tf.ones([1, 3, 3, 1]) as tf.Tensor4D; // by its shape
  expect(averagePoolGradient(ones).dataSync()[0]).toBeCloseTo(1 / 4 + 1 / 6 + 1 / 6 + 1 / 9, 6);
});
