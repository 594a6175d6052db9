import { expect, test } from 'vitest';
import type { Client, Listener } from '../bridge/client.ts';
import type { TaskName } from '../bridge/messages.ts';
import { StudioError } from '../engine/errors.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import type { Picture } from '../engine/picture.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import { checkPlan } from '../engine/train/plan.ts';
import { smear } from './manifest.fixture.ts';
import { createStudio } from './studio.ts';
import { trainingWords } from './trainer.ts';
import { openTraining } from './training-jobs.ts';

const picture: Picture = { width: 2, height: 1, channels: 4, data: new Uint8Array(8) };
const settings = {
  title: 'Dots',
  size: 64,
  ngf: 8,
  steps: 20,
  grey: false,
  seed: 1,
  recipe: defaultRecipe,
} as const;
const plan = checkPlan(
  {
    id: 'own-dots',
    title: 'Dots',
    task: 'Dots.',
    inputs: ['edges'],
    recipe: {
      develop: { low: 0, high: 100, gamma: 1, size: 64 },
      edges: { sigma: 0, low: 100, high: 200, aperture: 3, norm: 'L1' },
    },
    data: 'dots',
    train: { ndf: 8, steps: 20, learningRate: 0.001, lambdaL1: 100, seed: 1 },
  },
  'Dots',
);
const none = { points: [], scores: [] };

/** Training jobs over an engine whose answers the test gives by hand. */
function training() {
  const studio = createStudio();
  const asked: {
    type: TaskName;
    ask: object;
    on: Listener | undefined;
    ends(answer: object): void;
    fails(error: Error): void;
  }[] = [];
  const run = ((type: TaskName, ask: object, on?: Listener) =>
    new Promise((resolve, reject) => {
      asked.push({ type, ask, on, ends: resolve, fails: reject });
    })) as Client['run'];
  const jobs = openTraining(studio, { run } as Client); // nothing else of it is called
  const last = () => {
    const job = asked.at(-1);
    if (!job) throw new Error('nothing was asked');
    return job;
  };
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
  const words = () => {
    const { training } = studio.getState();
    return training && trainingWords(training);
  };
  return {
    studio,
    jobs,
    last,
    settled,
    words,
    tell: (event: object) => last().on?.training?.(event as never),
  };
}

const pair = (done: number) => ({ kind: 'pair', done, of: 5, shown: picture });
const begun = { kind: 'begun', plan, step: 0, figures: none, learnt: 4, held: 1 };

test('from the first pair to the end, in words', async () => {
  const { jobs, tell, words, last, settled } = training();
  jobs.begin(settings, { sources: [], dishes: 5 });
  expect(words()).toBe('Making pairs, 0 of 5');
  tell(pair(1));
  expect(words()).toBe('Making pairs, 1 of 5');
  tell(begun);
  expect(words()).toBe('Training, step 0 of 20');
  tell({ kind: 'step', step: 8, secondsPerStep: 0.5, point: null });
  expect(words()).toBe('Training, step 8 of 20, 6 s left');
  last().ends({ step: 8 });
  await settled();
  expect(words()).toBe('Training paused, step 8 of 20');
  jobs.goOn();
  tell({ ...begun, step: 8 });
  tell({ kind: 'step', step: 20, secondsPerStep: 0.5, point: null });
  last().ends({ step: 20 });
  await settled();
  expect(words()).toBe('Trained, 20 steps');
});

test('a worker that was started again shows its pairs anew, and not twice', () => {
  const { jobs, tell } = training();
  jobs.begin(settings, { sources: [], dishes: 5 });
  for (const done of [1, 2, 1, 2, 3]) tell(pair(done));
  expect(jobs.pictures().pairs).toHaveLength(3);
});

test('where no pairs can be made there is no training, and the dialog says why', async () => {
  const { studio, jobs, last, settled } = training();
  studio.getState().openTrainer(true);
  jobs.begin(settings, { sources: [], dishes: 5 });
  last().fails(new StudioError('file', 'notes.txt is no picture.'));
  await settled();
  expect(studio.getState()).toMatchObject({
    training: null,
    trainingFault: 'notes.txt is no picture.',
    alerts: [],
  });
});

test.each([
  { code: 'training', state: 'failed' },
  { code: 'storage', state: 'paused' },
  { code: 'stuck', state: 'paused' },
] as const)('a training that ends with an error of $code is $state; with the dialog closed an alert says why', async ({
  code,
  state,
}) => {
  const { studio, jobs, tell, last, settled } = training();
  jobs.begin(settings, { sources: [], dishes: 5 });
  tell(begun);
  tell({ kind: 'kept', step: 3 });
  last().fails(new StudioError(code, 'It stopped.'));
  await settled();
  expect(studio.getState()).toMatchObject({
    training: { state, kept: 3 },
    trainingFault: 'It stopped.',
    alerts: [{ sentence: 'Training: It stopped.' }],
  });
});

test('a pause names the run that it was pressed for; when that has ended there is nothing to pause', async () => {
  const { jobs, tell, last, settled } = training();
  const runOf = ({ ask }: { ask: object }) => ('run' in ask ? ask.run : null);
  jobs.begin(settings, { sources: [], dishes: 5 });
  tell(begun);
  const first = last();
  jobs.pause();
  expect(last()).toMatchObject({ type: 'pauseTraining', ask: { run: runOf(first) } });
  first.ends({ step: 8 });
  await settled();
  jobs.pause();
  expect(last()).toMatchObject({ type: 'pauseTraining', ask: { run: runOf(first) } });
  jobs.goOn();
  const second = last();
  expect(second.type).toBe('train');
  expect(runOf(second)).not.toBe(runOf(first));
});

test('discarded while it runs, it is stopped first and then forgotten', async () => {
  const { studio, jobs, tell, last, settled } = training();
  jobs.begin(settings, { sources: [], dishes: 5 });
  tell(begun);
  const job = last();
  const gone = jobs.discard();
  expect(job.on?.signal?.aborted).toBe(true);
  expect(last()).toBe(job);
  job.fails(new StudioError('cancelled', 'Cancelled.'));
  await settled();
  expect(last().type).toBe('discardTraining');
  last().ends({});
  await gone;
  expect(studio.getState()).toMatchObject({ training: null, trainingFault: null, alerts: [] });
});

test('undo does not bring back a model that was taken off the shelf', async () => {
  const { studio, jobs, last, settled } = training();
  const own: Manifest = { ...smear, id: 'own-dots', title: 'Dots' };
  const state = () => studio.getState();
  state().modelsFound([smear, own]);
  state().chooseModel(own);
  state().changeEdges({ low: 11 });
  void jobs.removeModel('own-dots');
  last().ends({});
  await settled();
  last().ends([smear]); // the shelf
  await settled();
  last().ends([]); // own models
  await settled();
  expect(state().recipe.colour.model).toBe(smear.id);
  for (let steps = 0; steps < 5; steps++) {
    studio.temporal.getState().undo();
    expect(state().recipe.colour.model).not.toBe('own-dots');
  }
});
