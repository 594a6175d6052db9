import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { finiteDifferences, scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { convGradient, gradientFilters } from './conv-gradient.ts';

beforeAll(startWasm);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const cases = [
  { kernel: [1, 1], stride: 1, pad: 'same', size: [4, 3] },
  { kernel: [3, 3], stride: 1, pad: 'same', size: [5, 4] },
  { kernel: [3, 3], stride: 1, pad: 'valid', size: [5, 6] },
  { kernel: [1, 7], stride: 1, pad: 'same', size: [3, 5] },
  { kernel: [7, 1], stride: 1, pad: 'same', size: [8, 2] },
  { kernel: [5, 5], stride: 1, pad: 'same', size: [4, 6] },
  { kernel: [3, 3], stride: 2, pad: 'valid', size: [7, 9] },
  { kernel: [3, 3], stride: 2, pad: 'valid', size: [8, 6] },
  { kernel: [3, 3], stride: 2, pad: 'valid', size: [3, 4] },
  { kernel: [4, 2], stride: 2, pad: 'valid', size: [9, 7] },
] as const;

test.each(cases)('$kernel, stride $stride, $pad, on $size: as finite differences', (c) => {
  const [height, width] = c.size;
  const x = scattered([1, height, width, 2]);
  const kernel = scattered([...c.kernel, 2, 3]);
  const conv = (input: tf.Tensor4D) => tf.conv2d(input, kernel, c.stride, c.pad);
  const dy = scattered(conv(x).shape);

  const dx = convGradient(dy, gradientFilters(kernel, c.stride), c.pad, c.size);
  expect(dx.shape).toEqual(x.shape);
  const expected = finiteDifferences(conv, x, dy, 0.5);
  for (const [i, value] of dx.dataSync<'float32'>().entries())
    expect(value).toBeCloseTo(expected[i] as number, 4);
});

test('what it makes on the way is gone', () => {
  const dy = scattered([1, 3, 3, 3]);
  const filters = gradientFilters(scattered([3, 3, 2, 3]), 2);
  const before = tf.memory().numTensors;
  convGradient(dy, filters, 'valid', [7, 7]);
  expect(tf.memory().numTensors).toBe(before + 1);
});
