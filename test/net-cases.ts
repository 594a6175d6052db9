import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { arrangeConvTranspose, convTranspose, type Form } from '../src/engine/ops/conv-transpose.ts';
import { composedInstanceNorm, instanceNorm } from '../src/engine/ops/instance-norm.ts';
import { upBlock } from '../src/engine/ops/up-block.ts';
import { randomFrom } from '../src/engine/random.ts';

// The nets' operations against plain loops in doubles, for every backend: `src/engine/ops/*.test.ts` runs these cases
// on WASM, `test/devices/long/nets.test.ts` on WebGPU and WebGL too.

/** Values of a picture, [height, width, channels]. */
interface Values {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float64Array;
}

function drawn(height: number, width: number, channels: number, seed: number, mean = 0): Values {
  const random = randomFrom(seed);
  const data = Float64Array.from({ length: height * width * channels }, () =>
    Math.fround(mean + random() * 2 - 1),
  );
  return { height, width, channels, data };
}

const at = ({ data }: Values, i: number) => data[i] ?? Number.NaN;

function normedByHand(x: Values, scale: Values, offset: Values, slope: number): Float64Array {
  const pixels = x.height * x.width;
  const result = new Float64Array(x.data.length);
  for (let c = 0; c < x.channels; c++) {
    const values = Array.from({ length: pixels }, (_, p) => at(x, p * x.channels + c));
    const mean = values.reduce((sum, v) => sum + v, 0) / pixels;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / pixels;
    for (const [p, v] of values.entries()) {
      const normed = ((v - mean) / Math.sqrt(variance + 1e-5)) * at(scale, c) + at(offset, c);
      result[p * x.channels + c] = normed < 0 ? normed * slope : normed;
    }
  }
  return result;
}

/** Each value of the input adds its 4x4 kernel to the output: the transpose of a convolution, word for word. */
function raisedByHand(x: Values, weight: Values, bias: Values | null): Values {
  const outs = weight.width;
  const [height, width] = [2 * x.height, 2 * x.width];
  const data = new Float64Array(height * width * outs);
  for (let i = 0; i < data.length; i++) data[i] = bias ? at(bias, i % outs) : 0;
  for (let y = 0; y < x.height; y++) {
    for (let c = 0; c < x.width; c++) {
      for (let tap = 0; tap < 16; tap++) {
        const row = 2 * y - 1 + (tap >> 2);
        const column = 2 * c - 1 + (tap & 3);
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        for (let i = 0; i < x.channels; i++) {
          const value = at(x, (y * x.width + c) * x.channels + i);
          for (let o = 0; o < outs; o++) {
            const to = (row * width + column) * outs + o;
            data[to] = (data[to] ?? 0) + value * at(weight, (i * outs + o) * 16 + tap);
          }
        }
      }
    }
  }
  return { height, width, channels: outs, data };
}

const tensor = ({ height, width, channels, data }: Values) =>
  tf.tensor4d(Float32Array.from(data), [1, height, width, channels]);
const vector = ({ data }: Values) => tf.tensor1d(Float32Array.from(data));
/** PyTorch's [in, out, 4, 4], held as a picture of `in` rows, `out` columns and 16 channels. */
const arranged = (weight: Values, bias: Values | null, form: Form) =>
  arrangeConvTranspose(
    { shape: [weight.height, weight.width, 4, 4], values: Float32Array.from(weight.data) },
    bias && vector(bias),
    form,
  );

/** One claim about an operation on the current backend. */
export interface Case {
  readonly name: string;
  /** @throws when a value is off by more than the tolerance, or a tensor stays behind. */
  check(): Promise<void>;
}

function claim(name: string, run: () => tf.Tensor, wanted: () => ArrayLike<number>, tolerance = 2e-5): Case {
  return {
    name,
    async check() {
      const before = tf.memory().numTensors;
      const result = tf.tidy(run);
      const got = await result.data();
      result.dispose();
      const want = wanted();
      expect(got.length).toBe(want.length);
      let worst = 0; // one comparison instead of one for each value
      for (let i = 0; i < got.length; i++) {
        worst = Math.max(worst, Math.abs((got[i] ?? Number.NaN) - (want[i] ?? Number.NaN)));
      }
      expect(worst).toBeLessThan(tolerance); // not so for NaN
      expect(tf.memory().numTensors).toBe(before);
    },
  };
}

const sizes: [height: number, width: number, channels: number, mean: number][] = [
  [16, 16, 32, 0],
  [5, 7, 3, 0], // no multiple of four pixels or channels
  [1, 3, 5, 0],
  [1, 1, 4, 0], // one pixel is its own mean
  [64, 64, 6, 50], // a mean far above the deviation
];

export const instanceNormCases: Case[] = sizes.flatMap(([height, width, channels, mean], seed) =>
  [0, 0.2, 1].flatMap((slope) => {
    const x = drawn(height, width, channels, seed, mean);
    const [scale, offset] = [drawn(1, 1, channels, seed + 10), drawn(1, 1, channels, seed + 20)];
    const want = () => normedByHand(x, scale, offset, slope);
    const words = `${height} x ${width} x ${channels} around ${mean}, negative values times ${slope}`;
    const norm = () => ({ scale: vector(scale), offset: vector(offset) });
    const tolerance = mean > 0 ? 5e-4 : 2e-5; // float32 leaves 50 + v so much of v
    return [
      claim(`instance norm, ${words}`, () => instanceNorm(tensor(x), norm(), slope), want, tolerance),
      claim(`composed, ${words}`, () => composedInstanceNorm(tensor(x), norm(), slope), want, tolerance),
    ];
  }),
);

const shapes: [height: number, width: number, ins: number, outs: number][] = [
  [1, 1, 8, 8],
  [2, 3, 5, 4],
  [8, 8, 16, 8],
  [6, 5, 7, 3],
];

export const convTransposeCases: Case[] = shapes.flatMap(([height, width, ins, outs], seed) =>
  (['phases', 'whole'] as const).flatMap((form) => {
    const x = drawn(height, width, ins, seed);
    const weight = drawn(ins, outs, 16, seed + 10);
    const bias = seed % 2 ? drawn(1, 1, outs, seed + 20) : null;
    return claim(
      `transposed convolution of ${height} x ${width} x ${ins} to ${outs}, ${form}`,
      () => convTranspose(tensor(x), arranged(weight, bias, form)),
      () => raisedByHand(x, weight, bias).data,
    );
  }),
);

export const upBlockCases: Case[] = shapes.flatMap(([height, width, ins, outs], seed) =>
  (['phases', 'whole'] as const).map((form) => {
    const x = drawn(height, width, ins, seed);
    const weight = drawn(ins, outs, 16, seed + 10);
    const skip = drawn(2 * height, 2 * width, outs + 1, seed + 20);
    const [scale, offset] = [drawn(1, 1, outs, seed + 30), drawn(1, 1, outs, seed + 40)];
    return claim(
      `step up of ${height} x ${width} x ${ins} to ${outs} beside ${outs + 1}, ${form}`,
      () => {
        const norm = { scale: vector(scale), offset: vector(offset) };
        return upBlock(tensor(x), arranged(weight, null, form), norm, tensor(skip));
      },
      () => {
        const up = normedByHand(raisedByHand(x, weight, null), scale, offset, 0);
        const joined: number[] = [];
        for (let p = 0; p < 4 * height * width; p++) {
          joined.push(...up.subarray(p * outs, (p + 1) * outs));
          const beside = skip.data.subarray(p * (outs + 1), (p + 1) * (outs + 1));
          joined.push(...beside.map((v) => Math.max(0, v)));
        }
        return joined;
      },
    );
  }),
);
