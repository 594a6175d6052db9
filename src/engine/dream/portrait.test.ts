import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { SHIPPED } from '../../../test/models.ts';
import { startWasm } from '../../../test/wasm.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import type { Picture } from '../picture.ts';
import { resultOf } from '../steps/result-of.ts';
import { toNet } from './net-picture.ts';
import { channelMeans, strongest } from './objective.ts';
import { PORTRAIT_SIDE, portrait } from './portrait.ts';

/** The shipped network up to mixed0: one of random weights has nothing to look for. */
const { tensors } = readTensors(new URL('inception-v3-cells/weights-1.safetensors', SHIPPED));
let net: DreamWeights;

beforeAll(async () => {
  await startWasm();
  const weights = new Map(
    [...tensors].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );
  net = { weights, filters: backwardFilters(weights) };
});
afterAll(() => {
  net.filters.dispose();
  tf.dispose([...net.weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
});

/** How strongly the channels of mixed0 answer to a picture. */
async function answers(picture: Picture): Promise<Float32Array> {
  const { width, height, values } = toNet(picture);
  const x = tf.tensor4d(values, [1, height, width, 3]);
  try {
    return await resultOf(channelMeans(net, x, 'mixed0'));
  } finally {
    x.dispose();
  }
}

const grey: Picture = {
  width: PORTRAIT_SIDE,
  height: PORTRAIT_SIDE,
  channels: 3,
  data: new Uint8Array(PORTRAIT_SIDE * PORTRAIT_SIDE * 3).fill(128),
};

test('a channel answers to its own portrait more than to its first sketch or to the portrait of another', async () => {
  const [channel = 0, another = 0] = strongest(await answers(grey), 2);
  const other = await resultOf(portrait(net, 'mixed0', another)); // also makes the filters, which stay
  const before = tf.memory().numTensors;
  const sketches: Picture[] = [];
  const steps = portrait(net, 'mixed0', channel);
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) if (step.value) sketches.push(step.value);
  expect(step.value.data.length).toBe(PORTRAIT_SIDE * PORTRAIT_SIDE * 3);
  expect(sketches.length).toBe(34);
  const own = (await answers(step.value))[channel];
  expect(own).toBeGreaterThan((await answers(sketches[0] as Picture))[channel] ?? 0); // counted above
  expect(own).toBeGreaterThan((await answers(other))[channel] ?? 0);
  expect(tf.memory().numTensors).toBe(before);
});
