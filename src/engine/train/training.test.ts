import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawnPairs, tinyCycleGan, tinyPlan } from '../../../test/tiny-plan.ts';
import { startWasm } from '../../../test/wasm.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { cutOf, exampleOf, pairOfStep } from './example.ts';
import { type Pix2pix, pix2pixStep } from './pix2pix.ts';
import type { Pix2pixPlan, Plan } from './plan.ts';
import { disposeTraining, newTraining, type Report, type Training, train } from './training.ts';

const pairs = drawnPairs(6);
const forGood = new AbortController().signal;

let tensors = 0;
beforeAll(startWasm);
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

/** The nets of a Pix2pix. */
const netsOf = ({ nets }: Training): Pix2pix => {
  if (nets.method !== 'pix2pix') throw new Error(`the nets are of ${nets.method}`);
  return nets;
};

const planOf = (settings: Partial<Pix2pixPlan>) => ({
  ...tinyPlan,
  train: { ...tinyPlan.train, ...settings },
});

const small = { ngf: 2, ndf: 2, steps: 6 };

/** Takes steps until `last`, or to the end. */
async function run(plan: Plan, training: Training, last = Number.POSITIVE_INFINITY): Promise<Report[]> {
  const reports: Report[] = [];
  if (training.step === last) return reports;
  for await (const report of train(plan, training, pairs, pairs.slice(0, 1), forGood)) {
    reports.push(report);
    if (report.step === last) break;
  }
  return reports;
}

test('a tiny plan halves its L1, with a sample where one is due', { timeout: 60_000 }, async () => {
  const training = newTraining(tinyPlan);
  const reports = await run(tinyPlan, training);
  const l1 = reports.map(({ losses }) => losses.l1 ?? Number.NaN);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(l1.slice(-6))).toBeLessThan(mean(l1.slice(0, 6)) / 2);
  expect(reports.filter(({ samples }) => samples.length > 0).map(({ step }) => step)).toEqual([30, 60]);
  const [sample] = reports.at(-1)?.samples ?? [];
  expect(sample).toMatchObject({ width: 32, height: 32, channels: 3 });
  disposeTraining(training);
});

test.each([
  {
    what: 'with jitter, dropout and decay',
    plan: planOf({ ...small, jitter: true, dropout: true, decayFrom: 0.5 }),
  },
  { what: 'with least squares', plan: planOf({ ...small, game: 'least-squares', halved: false }) },
  { what: 'CycleGAN, with its pool', plan: tinyCycleGan },
])('stopped and resumed, it ends bit for bit where it would have: $what', { timeout: 60_000 }, async ({
  plan,
}) => {
  const straight = newTraining(plan);
  await run(plan, straight);

  const first = newTraining(plan);
  await run(plan, first, 3);
  const kept = await writeCheckpoint(plan, first);
  disposeTraining(first);
  const second = readCheckpoint(kept, plan, 'kept');
  expect(second.step).toBe(3);
  await run(plan, second);

  expect(await writeCheckpoint(plan, second)).toEqual(await writeCheckpoint(plan, straight));
  disposeTraining(straight);
  disposeTraining(second);
});

test("CycleGAN's loss is the sum of its parts, step by step", { timeout: 60_000 }, async () => {
  const training = newTraining(tinyCycleGan);
  for (const { losses } of await run(tinyCycleGan, training, 3)) {
    const { adversarial = 0, cycle = 0, identity = 0, generator } = losses;
    expect(generator).toBe(adversarial + 10 * cycle + 5 * identity);
  }
  disposeTraining(training);
});

test("the generator's loss is the sum of its parts, and the discriminator's the half of its own", async () => {
  const plan = planOf({ ngf: 2, ndf: 2 });
  const whole = planOf({ ngf: 2, ndf: 2, halved: false });
  const [halved, full] = [newTraining(plan), newTraining(whole)];
  const example = exampleOf(pairs[0] as (typeof pairs)[0], ['edges'], cutOf(32, null)); // there are six
  const losses = await pix2pixStep(plan.train, netsOf(halved), example, 1);
  expect(losses.generator).toBe(losses.adversarial + 100 * losses.l1);
  const { discriminator } = await pix2pixStep(whole.train, netsOf(full), example, 1);
  expect(losses.discriminator).toBe(discriminator / 2);
  tf.dispose([example.input, example.target]);
  disposeTraining(halved);
  disposeTraining(full);
});

test("the generator's part of a step moves no weight of the discriminator, and the other way round", async () => {
  const plan = planOf({ ngf: 2, ndf: 2 });
  const training = newTraining(plan);
  const { generator, discriminator } = netsOf(training).learners;
  const example = exampleOf(pairs[0] as (typeof pairs)[0], ['edges'], cutOf(32, null)); // there are six
  const [made, told] = [new Map(generator.weights), new Map(discriminator.weights)];
  const stepping = pix2pixStep(plan.train, netsOf(training), example, 1);
  const between = new Map(discriminator.weights); // the first part has been taken, in this task
  expect(generator.weights).toEqual(made);
  for (const [name, weight] of between) expect(weight, name).not.toBe(told.get(name));
  await stepping;
  for (const [name, weight] of discriminator.weights) expect(weight, name).toBe(between.get(name));
  for (const [name, weight] of generator.weights) expect(weight, name).not.toBe(made.get(name));
  tf.dispose([example.input, example.target]);
  disposeTraining(training);
});

test('an abort ends it between steps and leaves no tensor of its own', async () => {
  const plan = planOf({ ngf: 2, ndf: 2 });
  const training = newTraining(plan);
  const stop = new AbortController();
  const running = train(plan, training, pairs, [], stop.signal);
  await running.next();
  stop.abort(new Error('enough'));
  await expect(running.next()).rejects.toThrow('enough');
  expect(training.step).toBe(1);
  disposeTraining(training);
});

test('a loss that is no number stops it with a plain sentence, and such a state is not kept', async () => {
  const plan = planOf({ ngf: 2, ndf: 2 });
  const training = newTraining(plan);
  const { weights } = netsOf(training).learners.generator;
  const name = 'down1.conv.weight';
  const weight = weights.get(name) as tf.Tensor; // every U-Net has it
  weights.set(
    name,
    tf.tidy(() => tf.mul(weight, Number.NaN)),
  );
  weight.dispose();
  await expect(run(plan, training)).rejects.toThrow(
    /^Step 1: the \w+ loss is NaN; a lower learning rate may help\.$/,
  );
  await expect(writeCheckpoint(plan, training)).rejects.toThrow(/no longer finite/);
  disposeTraining(training);
});

test('every pair is seen once in a round, in an order of its own', () => {
  const rounds = [0, 1].map((round) => [1, 2, 3, 4, 5, 6].map((i) => pairOfStep(3, 6 * round + i, 6)));
  for (const round of rounds) expect(round.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(rounds[0]).not.toEqual(rounds[1]);
});

test.each([
  { what: 'one pair', bad: pairs.slice(0, 1), sentence: /at least 2 pairs.*there is one/ },
  {
    what: 'pairs of another size',
    bad: drawnPairs(3, 64),
    sentence: /Pair 1: its edges should be 32 x 32 x 1, it is 64 x 64/,
  },
])('$what: a plain sentence before the first step', async ({ bad, sentence }) => {
  const training = newTraining(tinyPlan);
  await expect(train(tinyPlan, training, bad, [], forGood).next()).rejects.toThrow(sentence);
  disposeTraining(training);
});

test('a checkpoint of another plan, and one that is cut short, are refused', async () => {
  const plan = planOf({ ngf: 2, ndf: 2 });
  const training = newTraining(plan);
  const kept = await writeCheckpoint(plan, training);
  disposeTraining(training);
  expect(() => readCheckpoint(kept, planOf({ ngf: 2, ndf: 2, seed: 4 }), 'kept')).toThrow(
    /made by another plan/,
  );
  expect(() => readCheckpoint(kept.subarray(0, kept.length - 4), plan, 'kept')).toThrow(/cut short/);
});
