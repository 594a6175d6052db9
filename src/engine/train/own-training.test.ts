import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawnPairs, tinyPlan } from '../../../test/tiny-plan.ts';
import { startWasm } from '../../../test/wasm.ts';
import { StudioError } from '../errors.ts';
import { bytesOf } from '../formats/opened-file.ts';
import { encodePng } from '../formats/png-write.ts';
import { zip } from '../formats/zip.ts';
import { pairImage } from '../pairs/pair-image.ts';
import { fileSource, type Source } from '../source.ts';
import { resultOf } from '../steps/result-of.ts';
import { memoryStore, type Store } from '../store.ts';
import { keptTraining } from './kept-training.ts';
import { beginTraining, goOnTraining, type TrainingEvent, trainedModel } from './own-training.ts';
import type { Plan } from './plan.ts';

const STEPS = 5;
const plan: Plan = {
  ...tinyPlan,
  train: { ...tinyPlan.train, ngf: 2, ndf: 2, steps: STEPS, sampleEvery: 2, jitter: true },
};

const sources: readonly Source[] = drawnPairs(6).map(({ colour }, i) =>
  fileSource(String(i), `square-${i}.png`, async () => bytesOf(await encodePng(colour))),
);

const forGood = new AbortController().signal;
const checkpoint = (step: number) => `training/checkpoint-000000${step}.safetensors`;

let tensors = 0;
beforeAll(startWasm);
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

/** A store with a training that has not begun. */
async function begun(): Promise<Store> {
  const store = memoryStore();
  for await (const _ of beginTraining(plan, sources, store, forGood));
  return store;
}

/** Trains until `last`, or to the end. The clock stands still, so that no checkpoint is kept but the last. */
async function goOn(store: Store, last = STEPS): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  let step = 0;
  const isPaused = () => step >= last;
  for await (const event of goOnTraining({ store, now: () => 0 }, isPaused, forGood)) {
    events.push(event);
    if (event.kind === 'step') step = event.step;
  }
  return events;
}

const stepsIn = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'step' ? [event.step] : []));
const beganAt = (events: readonly TrainingEvent[]) => events.find((event) => event.kind === 'begun')?.step;

/** What a training that was never stopped ends with. */
async function unbroken(): Promise<Uint8Array | null> {
  const store = await begun();
  await goOn(store);
  return store.read(checkpoint(STEPS));
}

test('it tells of every pair and shows the first four, then of every step, its losses, and how the held-out pair fares', async () => {
  const store = memoryStore();
  const pairs: TrainingEvent[] = [];
  for await (const event of beginTraining(plan, sources, store, forGood)) pairs.push(event);
  expect(pairs.map((event) => event.kind === 'pair' && [event.done, event.of, event.shown?.width])).toEqual([
    [1, 6, 64],
    [2, 6, 64],
    [3, 6, 64],
    [4, 6, 64],
    [5, 6, undefined],
    [6, 6, undefined],
  ]);

  const events = await goOn(store);
  expect(events[0]).toMatchObject({ kind: 'begun', step: 0, learnt: 5, held: 1 });
  expect(stepsIn(events)).toEqual([1, 2, 3, 4, 5]);
  const scores = events.flatMap((event) => (event.kind === 'score' ? [event] : []));
  expect(scores.map(({ score }) => score.step)).toEqual([0, 2, 4, 5]);
  for (const { score, samples } of scores) {
    expect(score.l1).toBeGreaterThan(0);
    expect(score.l1OfMeanColour).toBe(scores[0]?.score.l1OfMeanColour);
    expect(samples).toHaveLength(1);
  }
  const kept = await keptTraining(store);
  expect(kept?.step).toBe(STEPS);
  expect(kept?.figures.points.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  expect(kept?.figures.scores).toEqual(scores.map(({ score }) => score));
});

test('paused and gone on with, it ends bit for bit where one that never stopped does', async () => {
  const store = await begun();
  expect(stepsIn(await goOn(store, 2))).toEqual([1, 2]);
  expect((await keptTraining(store))?.step).toBe(2);
  const events = await goOn(store);
  expect(beganAt(events)).toBe(2);
  expect(stepsIn(events)).toEqual([3, 4, 5]);
  expect(await store.read(checkpoint(STEPS))).toEqual(await unbroken());
  expect(await store.list('training')).not.toContain('checkpoint-0000002.safetensors');
});

test('where the newest checkpoint was cut short it goes on from the one before', async () => {
  const store = await begun();
  await goOn(store, 2);
  const before = await store.read(checkpoint(2));
  await goOn(store, 4);
  const newest = await store.read(checkpoint(4));
  if (!before || !newest) throw new Error('no checkpoint was kept');
  await store.write(checkpoint(2), before);
  await store.write(checkpoint(4), newest.slice(0, newest.length / 2));
  const events = await goOn(store);
  expect(beganAt(events)).toBe(2);
  expect(stepsIn(events)).toEqual([3, 4, 5]);
  expect(await store.read(checkpoint(STEPS))).toEqual(await unbroken());
});

test('a checkpoint that is cut short is no model, and to ask for one changes nothing', async () => {
  const store = await begun();
  await goOn(store, 2);
  const half = (await store.read(checkpoint(2)))?.slice(0, 1000) ?? new Uint8Array();
  await store.write(checkpoint(2), half);
  await expect(trainedModel(store, 'a test')).rejects.toThrow('There is no trained model yet');
  expect(await store.read(checkpoint(2))).toEqual(half);
});

test('figures that were cut short are forgotten, and the training is not', async () => {
  const store = await begun();
  await goOn(store, 2);
  await store.write('training/figures.json', new TextEncoder().encode('{"points":[{"st'));
  expect(await keptTraining(store)).toMatchObject({ step: 2, figures: { points: [], scores: [] } });
});

test.each([
  { what: 'a checkpoint', part: 'checkpoint' },
  { what: 'the figures', part: 'figures' },
])('a disk that is full for $what stops it with one line; the checkpoint before is still there', async ({
  part,
}) => {
  const store = await begun();
  await goOn(store, 2);
  const full: Store = {
    ...store,
    async write(path, bytes) {
      if (!path.includes(part)) return store.write(path, bytes);
      await store.remove(path);
      throw new StudioError('storage', 'The browser has no more room for this page.');
    },
  };
  await expect(goOn(full, 4)).rejects.toThrow(/^The browser has no more room for this page\.$/);
  expect((await keptTraining(store))?.step).toBe(2);
  await goOn(store);
  expect(await store.read(checkpoint(STEPS))).toEqual(await unbroken());
});

test('too few pictures, and one that cannot be read, end in one sentence; the training kept before is untouched', async () => {
  const store = await begun();
  const begin = (some: readonly Source[]) =>
    resultOf(beginTraining({ ...plan, id: 'another' }, some, store, forGood));
  await expect(begin(sources.slice(0, 1))).rejects.toThrow(
    'A training takes 5 to 200 coloured pictures; there is one. Add some, or let Eosin draw dishes.',
  );
  const broken = fileSource('x', 'notes.txt', async () => bytesOf(new TextEncoder().encode('hello')));
  await expect(begin([...sources, broken])).rejects.toThrow(/^notes\.txt /);
  expect((await keptTraining(store))?.plan.id).toBe(plan.id);
});

test('pairs of another size, and pairs that are gone, end in one sentence', async () => {
  const store = await begun();
  const png = await Promise.all(drawnPairs(3, 64).map((pair) => encodePng(pairImage(pair, 'AB'))));
  const files = new Map(png.map((bytes, i) => [`${i === 0 ? 'test' : 'train'}/${i}.png`, bytes]));
  await store.write('training/pairs.zip', await zip(files));
  await expect(goOn(store)).rejects.toThrow(/^Pair 1: its edges should be 32 x 32 x 1, it is 64 x 64 x 1\.$/);
  await store.remove('training/pairs.zip');
  await expect(goOn(store)).rejects.toThrow('The pairs of this training are gone; begin it anew.');
});

test('stopped between two steps it leaves no tensor, and no model before the first checkpoint', async () => {
  const store = await begun();
  const stop = new AbortController();
  const running = goOnTraining({ store, now: () => 0 }, () => false, stop.signal);
  for (let next = await running.next(); !next.done; next = await running.next()) {
    if (next.value.kind === 'step') break;
  }
  stop.abort(new Error('enough'));
  await expect(resultOf(running)).rejects.toThrow('enough');
  await expect(trainedModel(store, 'a test')).rejects.toThrow('the first checkpoint is still to come');
});
