import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellsHost } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import { numbered } from '../cells/labels.ts';
import { type Grey, lookForCells } from '../cells/look-for-cells.ts';
import { StudioError } from '../errors.ts';
import { cellAgreement } from '../metrics/cell-agreement.ts';
import type { CellNet } from '../models/cell-net.ts';
import { createShelf } from '../models/shelf.ts';
import { toTensors, type Weight } from '../nets/weights.ts';
import type { Labels } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { defaultCells } from '../recipe.ts';
import { toldApart } from '../stages/cells.ts';
import { resultOf } from '../steps/result-of.ts';
import { ap50 } from './held-out.ts';
import { type Correction, type Learnt, learnFrom } from './learn-from.ts';

// A small net of weights by chance, and a kind of picture that it never saw: dark rings on a bright ground.

const { signal } = new AbortController();
const plan = { steps: 120, seconds: 600, side: 64, rate: 0.004, seed: 3 };
const host = { now: () => 0 };
let net: CellNet;

beforeAll(async () => {
  await startWasm();
  const shelf = createShelf(await cellsHost(), 0);
  net = await shelf.cellNet('cells-apart', () => {}, signal);
});
afterAll(() => tf.dispose([...net.weights.values()]));

const SIDE = 96;

/** Rings that do not touch, and which pixels are whose. */
function rings(seed: number): { grey: Grey; truth: Labels } {
  const random = randomFrom(seed);
  const values = Float32Array.from({ length: SIDE * SIDE }, () => 200 + 10 * random());
  const data = new Uint32Array(SIDE * SIDE);
  for (let n = 0; n < 16; n++) {
    const [x, y] = [12 + 24 * (n % 4) + 4 * random(), 12 + 24 * Math.floor(n / 4) + 4 * random()];
    const radius = 7 + 2 * random();
    for (let i = 0; i < data.length; i++) {
      const away = Math.hypot((i % SIDE) - x, Math.floor(i / SIDE) - y);
      if (away > radius) continue;
      data[i] = n + 1;
      values[i] = away > radius - 3 ? 60 : 150;
    }
  }
  return {
    grey: { width: SIDE, height: SIDE, values, leastSpan: 1 },
    truth: numbered(data, SIDE, SIDE),
  };
}

async function foundBy(weights: CellNet['weights'], grey: Grey): Promise<Labels> {
  const look = await resultOf(lookForCells(grey, { ...net, weights }, null));
  return toldApart(look, defaultCells, net.manifest.reading, 1);
}

async function mendedOf(seed: number): Promise<Correction> {
  const { grey, truth } = rings(seed);
  return { name: `rings ${seed}`, grey, pixel: 1, found: await foundBy(net.weights, grey), mended: truth };
}

async function scoreOn(weights: ReadonlyMap<string, Weight>, seed: number): Promise<number> {
  const { grey, truth } = rings(seed);
  const tensors = toTensors(weights);
  const found = await foundBy(tensors, grey);
  tf.dispose([...tensors.values()]);
  return ap50([cellAgreement(truth, found)]);
}

const learnt = async (corrections: readonly Correction[]) =>
  resultOf(learnFrom(net, corrections, defaultCells, plan, host, signal));

test('three mended pictures of a kind that it never saw raise AP50 on others of that kind by 0.1 at least', async () => {
  const before = tf.memory().numTensors;
  const corrections = await Promise.all([1, 2, 3].map(mendedOf));
  const { grey, truth } = rings(9);
  const untaught = ap50([cellAgreement(truth, await foundBy(net.weights, grey))]);
  const result = await learnt(corrections);
  const taught = await scoreOn(result.weights, 9);
  expect(untaught).toBeLessThan(0.2);
  expect(taught - untaught).toBeGreaterThan(0.5); // the bar is 0.1; clean rings are easy
  expect(result.steps).toBe(plan.steps);
  expect(result.score!.cells).toBeGreaterThanOrEqual(9); // a quarter of 48, less what lies across
  expect(result.score!.after - result.score!.before).toBeGreaterThan(0.5);
  expect(tf.memory().numTensors).toBe(before);
}, 120_000);

test('the same seed comes to the same weights, and the net that it began with stays as it was', async () => {
  const short = { ...plan, steps: 4 };
  const corrections = [await mendedOf(1)];
  const first = Float32Array.from(await net.weights.get('out.weight')!.data());
  const run = (): Promise<Learnt> => resultOf(learnFrom(net, corrections, defaultCells, short, host, signal));
  const [one, other] = [await run(), await run()];
  expect(one.weights.get('deep.0.weight')!.values).toEqual(other.weights.get('deep.0.weight')!.values);
  expect(one.weights.get('out.weight')!.values).not.toEqual(first);
  expect(Float32Array.from(await net.weights.get('out.weight')!.data())).toEqual(first);
}, 60_000);

test('a stop at any time leaves no tensor behind, and takes effect at the next step', async () => {
  const corrections = [await mendedOf(1)];
  const before = tf.memory().numTensors;
  for (const stop of [1, 12, 16, 22]) {
    const abort = new AbortController();
    const steps = learnFrom(net, corrections, defaultCells, { ...plan, steps: 8 }, host, abort.signal);
    for (let i = 0; i < stop; i++) await steps.next();
    abort.abort();
    await expect(steps.next()).rejects.toThrow('aborted');
    expect(tf.memory().numTensors).toBe(before);
  }
}, 60_000);

test('when its time is up it takes no further step', async () => {
  let clock = 0;
  const ticking = { now: () => clock++ };
  const steps = learnFrom(net, [await mendedOf(1)], defaultCells, { ...plan, seconds: 5 }, ticking, signal);
  expect((await resultOf(steps)).steps).toBeLessThanOrEqual(5);
}, 60_000);

test('where hardly a cell was mended all is learnt from, and there is no score', async () => {
  const { truth, grey } = rings(1);
  // As found, but for one cell.
  const found = numbered(
    truth.data.map((label) => (label === 1 ? 0 : label)),
    SIDE,
    SIDE,
  );
  const one = { name: 'one', grey, pixel: 1, found, mended: truth };
  const result = await resultOf(learnFrom(net, [one], defaultCells, { ...plan, steps: 1 }, host, signal));
  expect(result.score).toBeNull();
  expect(result.cells).toBe(16);
}, 60_000);

test('nothing to learn from is refused in a sentence that names the picture', async () => {
  const { grey, truth } = rings(1);
  const empty = { ...truth, count: 0, data: new Uint32Array(SIDE * SIDE) };
  const bare: Correction = { name: 'bare.png', grey, pixel: 1, found: truth, mended: empty };
  const refused = learnt([bare]);
  await expect(refused).rejects.toThrow(StudioError);
  await expect(refused).rejects.toThrow('bare.png has no cell to learn from');
  await expect(learnt([])).rejects.toThrow('1 to 5 mended pictures');
});
