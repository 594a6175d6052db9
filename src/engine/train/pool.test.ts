import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { randomFrom } from '../random.ts';
import { fromPool } from './pool.ts';

beforeAll(startWasm);

/** The numbers shown for pictures of the numbers 0, 1, 2, ... */
function shown(count: number, size: number): number[] {
  const before = tf.memory().numTensors;
  const random = randomFrom(5);
  const pool: tf.Tensor4D[] = [];
  const numbers = Array.from({ length: count }, (_, i) => {
    const newest = tf.fill<tf.Rank.R4>([1, 1, 1, 1], i);
    const picture = fromPool(pool, newest, size, random);
    const [number = Number.NaN] = picture.dataSync();
    tf.dispose([newest, picture]);
    return number;
  });
  expect(pool).toHaveLength(Math.min(size, count));
  tf.dispose(pool);
  expect(tf.memory().numTensors).toBe(before);
  return numbers;
}

test('the first pictures are shown as they come, then half of them make room for past ones, each shown once', () => {
  const numbers = shown(200, 10);
  expect(numbers.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const past = numbers.slice(10).filter((number, i) => number < i + 10).length;
  expect(past).toBeGreaterThan(70);
  expect(past).toBeLessThan(120);
  expect(new Set(numbers.slice(10)).size).toBe(190);
});

test('without a pool each picture is shown as it comes', () => {
  expect(shown(5, 0)).toEqual([0, 1, 2, 3, 4]);
});
