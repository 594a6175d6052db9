import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { convolveAsMatrices, convolveBackAsMatrices, isOfMatrices } from './convolution-matrix-wasm.ts';

beforeAll(startWasm);

const cases = [
  { sides: [4, 4], stride: 2, pad: 1, size: [8, 6], channels: [5, 7] },
  { sides: [4, 4], stride: 2, pad: 1, size: [2, 2], channels: [3, 2] },
  { sides: [4, 4], stride: 1, pad: 1, size: [5, 7], channels: [2, 3] },
  { sides: [3, 3], stride: 1, pad: 1, size: [4, 5], channels: [1, 4] },
  { sides: [7, 7], stride: 1, pad: 0, size: [9, 8], channels: [2, 2] },
  { sides: [3, 3], stride: 2, pad: 1, size: [6, 6], channels: [2, 2] }, // the last row meets no tap
  { sides: [1, 1], stride: 1, pad: 0, size: [3, 2], channels: [4, 3] },
] as const;

test.each(
  cases,
)('$sides, stride $stride, pad $pad, on $size: tfjs’ own convolution, and its transpose', (c) => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = scattered([1, ...c.size, c.channels[0]]);
    const kernel = scattered([...c.sides, ...c.channels]);
    const walk = { stride: c.stride, pad: c.pad };
    const wanted = tf.conv2d(x, kernel, c.stride, [
      [0, 0],
      [c.pad, c.pad],
      [c.pad, c.pad],
      [0, 0],
    ]);
    const found = convolveAsMatrices(x, kernel, walk);
    expect(found.shape).toEqual(wanted.shape);
    expect(tf.max(tf.abs(tf.sub(found, wanted))).dataSync()[0]).toBeLessThan(1e-5);

    // <convolve(x), y> = <x, convolveBack(y)> for every x and y.
    const y = tf.reverse(scattered(wanted.shape), 2);
    const back = convolveBackAsMatrices(y, kernel, walk, c.size);
    expect(back.shape).toEqual(x.shape);
    const product = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0] ?? Number.NaN;
    expect(product(x, back)).toBeCloseTo(product(wanted, y), 3);
    const other = tf.reverse(scattered(x.shape), 1);
    const convolved = convolveAsMatrices(other, kernel, walk);
    expect(product(other, back)).toBeCloseTo(product(convolved, y), 3);
  });
  expect(tf.memory().numTensors).toBe(before);
});

test('a small picture and a large kernel are multiplied as matrices, a large picture is not', () => {
  tf.tidy(() => {
    const kernel = tf.zeros<tf.Rank.R4>([4, 4, 256, 256]);
    expect(isOfMatrices(2 * 2, kernel)).toBe(true);
    expect(isOfMatrices(64 * 64, kernel)).toBe(false);
    expect(isOfMatrices(32 * 32, tf.zeros<tf.Rank.R4>([4, 4, 512, 256]))).toBe(false); // patches of 33 MB
  });
});
