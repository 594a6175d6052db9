import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { tinyPlan } from '../../../test/tiny-plan.ts';
import { checkPlan, rateAt } from './plan.ts';

const planOf = async (name: string) => {
  const file = new URL(`../../../training/plans/${name}.json`, import.meta.url);
  return checkPlan(JSON.parse(await readFile(file, 'utf8')), name);
};

test.each([
  'blood-smear',
  'blood-stain',
  'nuclei-area',
  'petri-pix2pix',
  'petri-pix2pix-grey',
])('the plan %s is for the scripts and for this trainer alike', async (name) => {
  const { train, inputs } = await planOf(name);
  expect(train).toMatchObject({
    method: 'pix2pix',
    generator: 'unet',
    ngf: 32,
    size: 256,
    game: 'cross-entropy',
  });
  expect(inputs).toContain('edges');
});

test("CycleGAN's plan has the original's settings", async () => {
  const { train } = await planOf('petri-cyclegan');
  expect(train).toMatchObject({
    method: 'cyclegan',
    game: 'least-squares',
    lambdaCycle: 10,
    lambdaIdentity: 5,
    pool: 50,
  });
});

test.each([
  {
    what: 'a field that is missing',
    train: { learningRate: 0.1 },
    sentence: /train\.ndf is missing; train\.steps is missing/,
  },
  {
    what: 'another method',
    train: { method: 'diffusion' },
    sentence: /train\.method must be "pix2pix" or "cyclegan", not "diffusion"/,
  },
  {
    what: 'CycleGAN on edges of one channel',
    train: { method: 'cyclegan', generator: 'unet', ndf: 8, steps: 1, learningRate: 0.1, seed: 1 },
    sentence: /inputs: CycleGAN takes "edges" three times/,
  },
])('$what is named', ({ train, sentence }) => {
  expect(() => checkPlan({ ...tinyPlan, train }, 'a.json')).toThrow(/^a\.json: the plan does not fit\. /);
  expect(() => checkPlan({ ...tinyPlan, train }, 'a.json')).toThrow(sentence);
});

test('the rate stays for the first half, then falls in a line', () => {
  const plan = { ...tinyPlan.train, steps: 10, learningRate: 1, decayFrom: 0.5 };
  const rates = Array.from({ length: 10 }, (_, i) => Number(rateAt(plan, i + 1).toFixed(3)));
  expect(rates).toEqual([1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2]);
  expect(rateAt({ ...plan, decayFrom: 1 }, 10)).toBe(1);
});
