import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { divided, joined } from './channels.ts';

beforeAll(startWasm);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const parts = () => [3, 1, 4].map((channels) => scattered([1, 2, 5, channels]));

test('pictures stand beside one another as by concat', () => {
  const all = parts();
  expect(joined(all).dataSync()).toEqual(tf.concat(all, 3).dataSync());
});

test('what is divided is what was joined', () => {
  const all = parts();
  const again = divided(joined(all), [3, 1, 4]);
  expect(again.map((part) => part.shape)).toEqual(all.map((part) => part.shape));
  for (const [i, part] of again.entries()) expect(part.dataSync()).toEqual(all[i]?.dataSync());
});

test('one picture alone is neither copied nor divided', () => {
  const [one] = parts() as [tf.Tensor4D];
  expect(joined([one])).toBe(one);
  expect(divided(one, [3])).toEqual([one]);
});
