import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { convolutionCases } from '../../../test/gradient-cases.ts';
import { startWasm } from '../../../test/wasm.ts';
import { randomFrom } from '../random.ts';
import { convolve, kernelGradient } from './convolution.ts';

beforeAll(startWasm);

test.each(convolutionCases)('$name', ({ check }) => check());

test('patches too many to lie side by side at once: the kernel and its gradient give the output its product', () => {
  const random = randomFrom(5);
  const drawn = (shape: [number, number, number, number]) => {
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random() * 2 - 1);
    return tf.tensor4d(values, shape);
  };
  const product = (a: tf.Tensor, b: tf.Tensor) => {
    const [left, right] = [a.dataSync<'float32'>(), b.dataSync<'float32'>()];
    return left.reduce((sum, value, i) => sum + value * (right[i] ?? Number.NaN), 0);
  };
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const walk = { stride: 1, pad: 0 } as const;
    const x = drawn([1, 96, 96, 16]); // 784 taps at 90 x 90 places: over 4 million values
    const kernel = drawn([7, 7, 16, 3]);
    const y = convolve(x, kernel, walk);
    // The output is linear in the kernel, so its product with itself is the kernel's with the gradient for it.
    const gradient = kernelGradient(x, y, walk, [7, 7]);
    expect(product(kernel, gradient) / product(y, y)).toBeCloseTo(1, 5);
  });
  expect(tf.memory().numTensors).toBe(before);
});
