import { decode } from 'fast-png';
import { beforeAll, expect, test } from 'vitest';
import { drawnPairs, tinyCycleGan, tinyPlan } from '../../../test/tiny-plan.ts';
import { startWasm } from '../../../test/wasm.ts';
import type { ModelHost } from '../models/host.ts';
import { createShelf } from '../models/shelf.ts';
import { resultOf } from '../steps/result-of.ts';
import { modelFolder } from './model-folder.ts';
import type { CycleGanPlan, Plan } from './plan.ts';
import { disposeTraining, newTraining, train } from './training.ts';

beforeAll(startWasm);

const unet = { ...tinyPlan, train: { ...tinyPlan.train, ngf: 2, ndf: 2, steps: 2 } };
const resnet: Plan = {
  ...tinyCycleGan,
  train: { ...(tinyCycleGan.train as CycleGanPlan), generator: 'resnet-6', steps: 1 }, // its method is cyclegan
};

test.each([
  { kind: 'unet-32', plan: unet },
  { kind: 'resnet-6', plan: resnet },
])('a trained $kind goes on the shelf, and paints there what it painted in training', {
  timeout: 60_000,
}, async ({ kind, plan }) => {
  const training = newTraining(plan);
  const [held, ...learnt] = drawnPairs(4);
  if (!held) throw new Error('no pair was drawn');
  const { signal } = new AbortController();
  for await (const _ of train(plan, training, learnt, [], signal));
  const origin = { plan: 'tiny.json', hardware: 'a test' };
  const files = await modelFolder(plan, training, learnt, [held], origin);
  disposeTraining(training);

  const fileOf = (name: string) => files.get(name) ?? new Uint8Array();
  const host: ModelHost = {
    manifests: async () => [JSON.parse(new TextDecoder().decode(fileOf('manifest.json')))],
    part: async (_, { file }) => fileOf(file),
  };
  const shelf = createShelf(host, 1e9);
  const generator = await shelf.generator('tiny', () => {}, signal);
  expect(generator.manifest).toMatchObject({
    architecture: { kind, ngf: 2, inputChannels: plan.inputs.length },
  });
  expect(generator.manifest.metrics.l1).toBeGreaterThan(0);
  expect(generator.manifest.metrics.testTiles).toBe(1);

  const input = decode(fileOf('golden_input.png')).data;
  const golden = decode(fileOf('golden_output.png')).data;
  const rgb = await resultOf(
    generator.paint(
      plan.inputs.map(() => Float32Array.from(input, (value) => value / 127.5 - 1)),
      32,
      32,
    ),
  );
  const off = golden.map((value, i) => Math.abs(value - Math.round(((rgb[i] ?? Number.NaN) + 1) * 127.5)));
  expect(golden.length).toBe(3 * 32 * 32);
  expect(Math.max(...off)).toBeLessThanOrEqual(1);
  if (plan === resnet) {
    const back = await shelf.back('tiny', () => {}, signal);
    expect(back.bytes).toBe(generator.bytes); // both take and give three channels
    expect(back.sha256).not.toBe(generator.sha256);
  } else {
    await expect(shelf.back('tiny', () => {}, signal)).rejects.toThrow('has no way back');
  }
  shelf.clear();
});
