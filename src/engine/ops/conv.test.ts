import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dawn } from '../../../test/dawn.ts';
import { scattered } from '../../../test/finite-differences.ts';
import { startWasm } from '../../../test/wasm.ts';
import { openWebgpu } from '../device/webgpu.ts';
import { conv, type Ending, type Margin, noMargin, sameMargin } from './conv.ts';

const uneven = { top: 1, bottom: 0, left: 2, right: 1 };
const cases: {
  name: string;
  shape: Shape;
  kernel: Shape;
  strides: 1 | 2;
  margin: Margin;
  ending?: 'bias' | 'relu';
}[] = [
  { name: '1x1', shape: [1, 5, 7, 8], kernel: [1, 1, 8, 12], strides: 1, margin: noMargin },
  {
    name: '3x3 same',
    shape: [1, 5, 4, 4],
    kernel: [3, 3, 4, 8],
    strides: 1,
    margin: sameMargin([3, 3]),
    ending: 'relu',
  },
  {
    name: '1x7 same',
    shape: [1, 3, 9, 4],
    kernel: [1, 7, 4, 4],
    strides: 1,
    margin: sameMargin([1, 7]),
    ending: 'bias',
  },
  {
    name: '3x3, stride 2',
    shape: [1, 8, 7, 4],
    kernel: [3, 3, 4, 4],
    strides: 2,
    margin: noMargin,
    ending: 'relu',
  },
  { name: 'an uneven margin', shape: [1, 4, 5, 4], kernel: [2, 2, 4, 4], strides: 1, margin: uneven },
  {
    name: 'three channels',
    shape: [1, 6, 6, 3],
    kernel: [3, 3, 3, 5],
    strides: 2,
    margin: noMargin,
    ending: 'relu',
  },
];
type Shape = [number, number, number, number];

/** The definition, in doubles. */
async function byHand(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  strides: number,
  margin: Margin,
  ending: Ending | null,
) {
  const pictures = (await x.array())[0] ?? [];
  const taps = await kernel.array();
  const bias = await ending?.bias.array();
  const [, height, width] = x.shape;
  const [rows, columns, , outs] = kernel.shape;
  const values: number[] = [];
  for (let y = -margin.top; y + rows <= height + margin.bottom; y += strides) {
    for (let z = -margin.left; z + columns <= width + margin.right; z += strides) {
      for (let out = 0; out < outs; out++) {
        let sum = bias?.[out] ?? 0;
        for (const [r, line] of taps.entries()) {
          for (const [c, tap] of line.entries()) {
            for (const [i, weights] of tap.entries())
              sum += (pictures[y + r]?.[z + c]?.[i] ?? 0) * (weights[out] ?? 0);
          }
        }
        values.push(ending?.relu ? Math.max(0, sum) : sum);
      }
    }
  }
  return values;
}

async function startSoftwareGpu(): Promise<void> {
  const gpu = await dawn();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
  const { failed } = await openWebgpu(gpu, true);
  failed.then((error) => {
    throw error; // an unhandled rejection fails the run
  });
}

describe.each([
  ['WASM', startWasm],
  ['WebGPU', startSoftwareGpu],
])('on %s', (_, use) => {
  beforeAll(use);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  test.each(cases)('$name is what the definition says', async ({
    shape,
    kernel,
    strides,
    margin,
    ending,
  }) => {
    const x = scattered(shape);
    const filter = scattered(kernel);
    const bias = tf.tensor1d(Array.from({ length: kernel[3] }, (_, i) => i / 8 - 0.3));
    const end = ending ? { bias, relu: ending === 'relu' } : null;
    const y = conv(x, filter, strides, margin, end);
    const found = await y.data();
    const expected = await byHand(x, filter, strides, margin, end);
    expect(found.length).toBe(expected.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i] as number, 5); // as many
  });
});
