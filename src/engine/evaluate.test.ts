import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import { modelsOnDisk } from '../cli/files.ts';
import { StudioError } from './errors.ts';
import { type EvaluationEvent, evaluateModel } from './evaluate.ts';
import type { Manifest } from './models/manifest.ts';
import { createShelf } from './models/shelf.ts';
import { madePair } from './pairs/made-pair.ts';
import { pairImage } from './pairs/pair-image.ts';
import { type Planes, planesOf } from './picture.ts';
import { drawScene } from './samples/draw.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
let stain: Manifest;

beforeAll(async () => {
  await startWasm();
  stain = (await shelf.manifests()).find(({ id }) => id === 'blood-stain') as Manifest; // it is shipped
});
afterAll(() => {
  shelf.clear();
  expect(tf.memory().numTensors).toBe(0);
});

const smear = { name: 'smear', decode: async () => drawScene('smear', 1) };
const pair = {
  name: 'pair',
  decode: async () => planesOf(pairImage(await madePair(drawScene('smear', 1), stain), 'BA')),
};
const torn = {
  name: 'torn.png',
  decode: async (): Promise<Planes> => {
    throw new StudioError('file', 'torn.png is cut short.');
  },
};

async function evaluated(
  sources: Parameters<typeof evaluateModel>[0],
  signal = new AbortController().signal,
) {
  const events: EvaluationEvent[] = [];
  let breaths = 0;
  const steps = evaluateModel(sources, stain, shelf, signal);
  for (let step = await steps.next(); ; step = await steps.next()) {
    if (step.done) return { events, breaths, evaluation: step.value };
    if (step.value) events.push(step.value);
    else breaths++;
  }
}

test('a picture and the pair that was made of it are measured alike; what cannot be read is named and left out', async () => {
  const { events, breaths, evaluation } = await evaluated([smear, torn, pair]);
  const [first, second] = evaluation.files;
  expect(evaluation.files.map(({ file }) => file)).toEqual(['smear', 'pair']);
  expect(second?.figures).toEqual(first?.figures);
  expect(evaluation.failed).toEqual(['torn.png']);
  expect(breaths).toBeGreaterThan(2 * 2 * 11); // blocks of the network for two pictures; the generator takes one every 8 ms
  expect(events.filter(({ type }) => type === 'left-out')).toMatchObject([
    { error: { message: 'torn.png is cut short.' } },
  ]);
  expect(events.map(({ type }) => type)).toEqual([
    ...['reading', 'reading', 'left-out', 'reading'],
    ...['painting', 'measured', 'painting', 'measured'],
  ]);
});

test('the model that saw the grey picture beats the mean colour, and copies of one picture do not differ', async () => {
  const { evaluation } = await evaluated([smear, smear]);
  const figures = evaluation.files[0]?.figures;
  expect(figures?.l1).toBeLessThan(0.5 * (figures?.l1OfMeanColour ?? 0));
  expect(figures?.edgeF1).toBeGreaterThan(0.6);
  expect(evaluation.colourDiversity).toEqual({ painted: 0, truth: 0 });
  expect(evaluation.kid).toMatchObject({ by: 'inception-v3-cells' });
  expect(evaluation.kid?.value).toBeGreaterThan(0);
});

test('nothing but unreadable files gives no figures and no mistake', async () => {
  const { evaluation } = await evaluated([torn]);
  expect(evaluation).toMatchObject({ files: [], failed: ['torn.png'], kid: null });
});
