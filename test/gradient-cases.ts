import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { convolve, convolveBack, kernelGradient } from '../src/engine/ops/convolution.ts';
import { composedInstanceNorm, instanceNorm } from '../src/engine/ops/instance-norm.ts';
import {
  composedInstanceNormGradient,
  instanceNormGradient,
} from '../src/engine/ops/instance-norm-gradient.ts';
import { reflectPad, reflectPadGradient } from '../src/engine/ops/reflect-pad.ts';
import { randomFrom } from '../src/engine/random.ts';
import { finiteDifferences, scattered } from './finite-differences.ts';

// The nets' gradients against finite differences, for every backend: the tests beside the operations run these cases on
// WASM, `test/devices/long/training.test.ts` on WebGPU and WebGL too.

export interface GradientCase {
  readonly name: string;
  /** @throws when a gradient is off, or a tensor stays behind. */
  check(): Promise<void>;
}

/** One gradient that a function claims. */
interface Claim {
  readonly gradient: tf.Tensor;
  /** The function of the value that the gradient is taken for. */
  readonly f: (value: tf.Tensor4D) => tf.Tensor4D;
  readonly at: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
  /** Half the width of a difference: 0.5 where `f` is linear. */
  readonly h: number;
  readonly tolerance: number;
}

function gradientCase(name: string, claims: () => Claim[]): GradientCase {
  return {
    name,
    async check() {
      const before = tf.memory().numTensors;
      tf.engine().startScope();
      try {
        // On a GPU each value read takes milliseconds, and reading at once takes the device down: a few directions do.
        const check = tf.getBackend() === 'wasm' ? checkEveryValue : checkDirections;
        for (const claim of claims()) await check(claim);
      } finally {
        tf.engine().endScope();
      }
      expect(tf.memory().numTensors).toBe(before);
    },
  };
}

async function checkEveryValue({ gradient, f, at, dy, h, tolerance }: Claim): Promise<void> {
  const got = await gradient.data();
  const wanted = finiteDifferences(f, at, dy, h);
  expect(got.length).toBe(wanted.length);
  const off = wanted.map((value, i) => Math.abs(value - (got[i] ?? Number.NaN)));
  expect(Math.max(...off)).toBeLessThan(tolerance); // not so for NaN
}

/** The slope along three drawn directions. */
async function checkDirections({ gradient, f, at, dy, h, tolerance }: Claim): Promise<void> {
  const got = await gradient.data();
  const [start, weights] = [await at.data(), await dy.data()];
  expect(got.length).toBe(start.length);
  for (const seed of [1, 2, 3]) {
    const random = randomFrom(seed);
    const direction = Array.from(start, () => random() * 2 - 1);
    const valueAt = async (by: number) => {
      const moved = Float32Array.from(start, (value, i) => value + by * (direction[i] ?? 0));
      const values = await tf.tidy(() => f(tf.tensor4d(moved, at.shape))).data<'float32'>();
      return values.reduce((sum, value, i) => sum + value * (weights[i] ?? Number.NaN), 0);
    };
    const wanted = ((await valueAt(h)) - (await valueAt(-h))) / (2 * h);
    const slope = direction.reduce((sum, value, i) => sum + value * (got[i] ?? Number.NaN), 0);
    expect(Math.abs(slope - wanted)).toBeLessThan(5 * tolerance); // a sum over all values; not so for NaN
  }
}

const linear = { h: 0.5, tolerance: 1e-4 };

const walks = [
  { sides: [1, 1], stride: 1, pad: 0, size: [3, 4] },
  { sides: [3, 3], stride: 1, pad: 0, size: [5, 4] },
  { sides: [3, 3], stride: 1, pad: 1, size: [4, 5] },
  { sides: [4, 4], stride: 1, pad: 1, size: [5, 4] },
  { sides: [7, 7], stride: 1, pad: 0, size: [7, 8] },
  { sides: [3, 3], stride: 2, pad: 1, size: [4, 6] },
  { sides: [4, 4], stride: 2, pad: 1, size: [2, 2] },
  { sides: [4, 4], stride: 2, pad: 1, size: [6, 4] },
  // More than eight pixels for each channel that comes out: on WASM another way is taken.
  { sides: [3, 3], stride: 1, pad: 1, size: [6, 7] },
  { sides: [7, 7], stride: 1, pad: 0, size: [11, 12] },
  { sides: [4, 4], stride: 2, pad: 1, size: [12, 14] },
] as const;

export const convolutionCases: GradientCase[] = walks.map(({ sides, stride, pad, size }) =>
  gradientCase(`${sides.join(' x ')} kernel, stride ${stride}, pad ${pad}, on ${size.join(' x ')}`, () => {
    const walk = { stride, pad };
    const x = scattered([1, ...size, 2]);
    const kernel = scattered([...sides, 2, 3]);
    const dy = scattered(convolve(x, kernel, walk).shape);
    return [
      {
        ...linear,
        gradient: convolveBack(dy, kernel, walk, size),
        f: (value) => convolve(value, kernel, walk),
        at: x,
        dy,
      },
      {
        ...linear,
        gradient: kernelGradient(x, dy, walk, sides),
        f: (value) => convolve(x, value, walk),
        at: kernel,
        dy,
      },
    ];
  }),
);

export const reflectPadCases: GradientCase[] = (
  [
    [1, 4, 3],
    [2, 3, 5],
    [3, 4, 4],
    [3, 9, 8],
  ] as const
).map(([pad, height, width]) =>
  gradientCase(`${pad} mirrored pixels around ${height} x ${width}`, () => {
    const at = scattered([1, height, width, 2]);
    const f = (value: tf.Tensor4D) => reflectPad(value, pad);
    const dy = scattered(f(at).shape);
    return [{ ...linear, gradient: reflectPadGradient(dy, pad), f, at, dy }];
  }),
);

const norms = [
  { words: 'as it is on this backend', forward: instanceNorm, gradient: instanceNormGradient },
  { words: 'composed', forward: composedInstanceNorm, gradient: composedInstanceNormGradient },
] as const;

export const instanceNormGradientCases: GradientCase[] = norms.flatMap(({ words, forward, gradient }) =>
  [0, 0.2, 1].map((slope) =>
    gradientCase(`instance norm ${words}, negative values times ${slope}`, () => {
      const x = scattered([1, 4, 5, 3]);
      const [scale, offset] = [tf.tensor1d([0.7, -1.2, 0.4]), tf.tensor1d([0.15, -0.35, 0.25])]; // no value is near the kink
      const y = forward(x, { scale, offset }, slope);
      const dy = scattered(y.shape);
      const gradients = gradient(dy, x, y, { scale, offset }, slope);
      const vector = (value: tf.Tensor4D) => tf.reshape(value, [3]) as tf.Tensor1D; // of three values
      const curved = { h: 1e-3, tolerance: 5e-3, dy };
      return [
        { ...curved, gradient: gradients.x, f: (v) => forward(v, { scale, offset }, slope), at: x },
        {
          ...curved,
          gradient: gradients.scale,
          f: (v) => forward(x, { scale: vector(v), offset }, slope),
          at: tf.reshape(scale, [1, 1, 1, 3]),
        },
        {
          ...curved,
          gradient: gradients.offset,
          f: (v) => forward(x, { scale, offset: vector(v) }, slope),
          at: tf.reshape(offset, [1, 1, 1, 3]),
        },
      ];
    }),
  ),
);
