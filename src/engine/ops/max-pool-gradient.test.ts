import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { finiteDifferences, scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';

beforeAll(startWasm);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

test.each([
  [7, 9, 3],
  [8, 6, 3],
  [3, 3, 3],
  [8, 6, 2],
] as const)('on %i x %i, 0 and up, by %i: as finite differences', (height, width, side) => {
  const pool = (input: tf.Tensor4D) => tf.maxPool(input, side, 2, 'valid');
  const x: tf.Tensor4D = tf.add(scattered([1, height, width, 2]), 1);
  const dy = scattered(pool(x).shape);
  const expected = finiteDifferences(pool, x, dy, 1e-3);
  const found = maxPoolGradient(dy, x, pool(x), side).dataSync<'float32'>();
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 3);
});

test('of equal maxima the first gets all', () => {
  const x = tf.tensor4d([1, 2, 0, 2, 0, 0, 0, 0, 2], [1, 3, 3, 1]);
  const dx = maxPoolGradient(tf.tensor4d([5], [1, 1, 1, 1]), x, tf.tensor4d([2], [1, 1, 1, 1]), 3);
  expect([...dx.dataSync()]).toEqual([0, 5, 0, 0, 0, 0, 0, 0, 0]);
});
