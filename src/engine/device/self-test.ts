import * as tf from '@tensorflow/tfjs-core';
import { canny } from '../ops/canny.ts';
import { cannyOnGpu } from '../ops/canny-gpu.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { type Device, NoDevice } from './device.ts';

const SIDE = 16;
const INPUTS = 4;
const OUTPUTS = 8;

/** The slowest that a convolution of 64 by 64 channels at 128 px may be: WASM takes a fifth of it on a slow laptop. */
const SLOWEST_MS = 250;

/** Whole numbers, so that every device can give the exact answer; fresh ones each time, so that no old buffer passes. */
function wholeNumbers(count: number, random: () => number): Float32Array {
  return Float32Array.from({ length: count }, () => Math.floor(random() * 9) - 4);
}

/** What a 3x3 convolution (or, `transposed`, its gradient) gives at one place, by the definition. */
function answer(
  values: Float32Array,
  filter: Float32Array,
  y: number,
  x: number,
  channel: number,
  transposed: boolean,
) {
  const from = transposed ? OUTPUTS : INPUTS;
  let sum = 0;
  for (let j = 0; j < 3; j++) {
    for (let i = 0; i < 3; i++) {
      const row = transposed ? y + 1 - j : y + j - 1;
      const column = transposed ? x + 1 - i : x + i - 1;
      if (row < 0 || row >= SIDE || column < 0 || column >= SIDE) continue;
      for (let c = 0; c < from; c++) {
        const tap = transposed ? channel * OUTPUTS + c : c * OUTPUTS + channel;
        const value = values[(row * SIDE + column) * from + c] ?? 0;
        sum += value * (filter[(j * 3 + i) * INPUTS * OUTPUTS + tap] ?? 0);
      }
    }
  }
  return sum;
}

async function checkConvolution(random: () => number): Promise<void> {
  const values = wholeNumbers(SIDE * SIDE * INPUTS, random);
  const filter = wholeNumbers(9 * INPUTS * OUTPUTS, random);
  const gradient = wholeNumbers(SIDE * SIDE * OUTPUTS, random);
  const [forward, backward] = tf.tidy(() => {
    const w = tf.tensor4d(filter, [3, 3, INPUTS, OUTPUTS]);
    const x = tf.tensor4d(values, [1, SIDE, SIDE, INPUTS]);
    const dy = tf.tensor4d(gradient, [1, SIDE, SIDE, OUTPUTS]);
    return [tf.conv2d(x, w, 1, 'same'), tf.conv2dTranspose(dy, w, [1, SIDE, SIDE, INPUTS], 1, 'same')];
  });
  try {
    const found = [await forward.data(), await backward.data()] as const;
    for (const [transposed, channels] of [OUTPUTS, INPUTS].entries()) {
      for (let i = 0; i < SIDE * SIDE * channels; i += 7) {
        const place = Math.floor(i / channels);
        const at = [Math.floor(place / SIDE), place % SIDE, i % channels] as const;
        const expected = transposed
          ? answer(gradient, filter, ...at, true)
          : answer(values, filter, ...at, false);
        if (Math.abs((found[transposed as 0 | 1][i] ?? Number.NaN) - expected) < 0.01) continue;
        throw new NoDevice(
          `A test ${transposed ? 'gradient' : 'convolution'} came out wrong on this driver.`,
        );
      }
    }
  } finally {
    tf.dispose([forward, backward]);
  }
}

async function checkCanny(gpu: GPUDevice, random: () => number): Promise<void> {
  const width = 61;
  const height = 47;
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.floor(((Math.floor(i / 9) * 37) % 160) + random() * 95),
  );
  const picture: Picture = { width, height, channels: 1, data };
  const settings = { sigma: 1.4, aperture: 3, norm: 'L2', low: 30, high: 80 } as const;
  const found = await cannyOnGpu(gpu, picture, settings);
  const expected = canny(picture, settings);
  if (found.data.some((value, i) => value !== expected.data[i])) {
    throw new NoDevice('Test edges came out wrong on this driver.');
  }
}

/** Milliseconds for one convolution of 64 by 64 channels at 128 px, after a first one that compiles it. */
async function convolutionMs(now: () => number): Promise<number> {
  const [x, w] = tf.tidy(() => [
    tf.ones([1, 128, 128, 64]) as tf.Tensor4D,
    tf.ones([3, 3, 64, 64]) as tf.Tensor4D,
  ]);
  const once = async () => {
    const y = tf.tidy(() => tf.sum(tf.conv2d(x, w, 1, 'same')));
    await y.data();
    y.dispose();
  };
  try {
    await once();
    const begin = now();
    await once();
    return (now() - begin) * 1000;
  } finally {
    tf.dispose([x, w]);
  }
}

/**
 * Compares a small convolution, its gradient and (on WebGPU) a small Canny with answers worked out by their
 * definitions, because some drivers answer wrongly without a word.
 *
 * @param seed of the numbers that are tried.
 * @throws NoDevice saying what came out wrong.
 */
export async function selfTest({ gpu }: Device, seed: number): Promise<void> {
  const random = randomFrom(seed);
  await checkConvolution(random);
  if (gpu) await checkCanny(gpu, random);
}

/**
 * @param now seconds.
 * @throws NoDevice when the device is slower than WebAssembly would be.
 */
export async function speedTest(device: Device, now: () => number): Promise<void> {
  const ms = await convolutionMs(now);
  if (ms > SLOWEST_MS) {
    throw new NoDevice(
      `${device.name} took ${Math.round(ms)} ms for a test convolution, longer than WebAssembly does.`,
    );
  }
}
