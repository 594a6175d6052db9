import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { exchangedTaps } from './exchanged-taps.ts';

beforeAll(startWasm);

test('taps are taken in the order given, in and out exchanged, as tfjs would', () => {
  tf.tidy(() => {
    const kernel = scattered([3, 2, 4, 5]);
    const taken = exchangedTaps(kernel, [2, 0], [1]);
    const expected = tf.transpose(tf.gather(tf.gather(kernel, [2, 0], 0), [1], 1), [0, 1, 3, 2]);
    expect(taken.shape).toEqual([2, 1, 5, 4]);
    expect(taken.dataSync()).toEqual(expected.dataSync());
  });
});
