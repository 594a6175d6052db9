import { expect, test } from 'vitest';
import { cellsModel } from '../../test/cells-model.ts';
import type { Client, Listener } from '../bridge/client.ts';
import type { TaskName } from '../bridge/messages.ts';
import { StudioError } from '../engine/errors.ts';
import type { CellStroke } from '../engine/recipe.ts';
import { learningWords, learntWords, mendedPictures } from './learner.ts';
import { createStudio } from './studio.ts';
import { openTraining } from './training-jobs.ts';

const blob = new Blob(['picture']);
const stroke: CellStroke = { tool: 'cut', size: 2, points: [0.1, 0.5, 0.9, 0.5] };
const score = { before: 0.61, after: 0.744, cells: 12 };
const found = { id: 'own-cells-x', title: 'Learnt from one picture (x)', cells: 36, seconds: 95, score };

/** Learning over an engine with two models, whose answer to `learnCells` the test gives by hand. */
async function learning() {
  const studio = createStudio();
  const shipped = (await cellsModel()).manifest;
  const own = (await cellsModel({ id: found.id, title: found.title })).manifest;
  let models = [shipped];
  const asked: {
    ask: Record<string, unknown>;
    on: Listener;
    ends(answer: object): void;
    fails(error: Error): void;
  }[] = [];
  const answers: Partial<Record<TaskName, (ask: { id?: string }) => unknown>> = {
    cellModels: () => models,
    ownModels: () => [],
    removeModel: ({ id }) => {
      models = models.filter((one) => one.id !== id);
      return {};
    },
  };
  const run = (async (type: TaskName, ask: Record<string, unknown>, on: Listener = {}) => {
    const answer = answers[type];
    if (answer) return answer(ask);
    return new Promise((resolve, reject) => {
      asked.push({
        ask,
        on,
        fails: reject,
        ends: (value) => {
          models = [shipped, own];
          resolve(value);
        },
      });
    });
  }) as Client['run'];
  const { cellModelsFound, modelsFound, deviceChosen, addPictures, pictureRead, drawStroke } =
    studio.getState();
  cellModelsFound(models);
  modelsFound([]);
  deviceChosen({ backend: 'wasm', name: 'the processor', software: false, skipped: [], rebuilt: 0 });
  for (const id of ['a', 'b']) {
    addPictures([{ source: { kind: 'file', id, name: `${id}.tif`, blob } }]);
    pictureRead(id, {
      width: 64,
      height: 64,
      channels: ['grey'],
      bitDepth: 8,
      axes: { c: 1, z: 1, t: 1 },
      stains: [],
      hasColours: false,
      kind: 'fluorescence',
      warning: null,
    });
  }
  drawStroke('cells', 'a', stroke);
  const jobs = openTraining(studio, { run } as Client); // nothing else of it is called
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
  return { studio, jobs, asked, settled };
}

test('it learns from the mended pictures alone, each with its strokes, with the model that is chosen', async () => {
  const { studio, jobs, asked } = await learning();
  expect(mendedPictures(studio.getState()).map(({ source }) => source.id)).toEqual(['a']);
  void jobs.learn();
  void jobs.learn(); // a second press is none
  expect(asked).toHaveLength(1);
  const { pictures } = asked[0]!.ask as { pictures: { recipe: { cells: object } }[] };
  expect(pictures).toHaveLength(1);
  expect(pictures[0]!.recipe.cells).toMatchObject({ model: 'cells-apart', strokes: [stroke] });
  expect(asked[0]!.on.background).toBe(true);
});

test('what was learnt finds the cells from then on; undo takes it away for good', async () => {
  const { studio, jobs, asked, settled } = await learning();
  void jobs.learn();
  asked[0]!.on.progress?.({ stage: 'cells', words: 'Learning', done: 41, of: 100 });
  const { learning: now } = studio.getState();
  expect(now?.state === 'running' && learningWords(now)).toBe('Learning, 41 %');
  asked[0]!.ends(found);
  await settled();
  expect(studio.getState().recipe.cells.model).toBe(found.id);
  expect(studio.getState().learning).toMatchObject({ state: 'learnt', before: 'cells-apart' });
  await jobs.undoLearnt();
  expect(studio.getState().learning).toBeNull();
  expect(studio.getState().recipe.cells.model).toBe('cells-apart');
  expect(studio.getState().cellModels.map(({ id }) => id)).toEqual(['cells-apart']);
  const { undo, pastStates } = studio.temporal.getState();
  for (const _ of pastStates) {
    undo();
    expect(studio.getState().recipe.cells.model).toBe('cells-apart');
  }
});

test('kept, it stays, and one step of undo finds cells as before', async () => {
  const { studio, jobs, asked, settled } = await learning();
  void jobs.learn();
  asked[0]!.ends(found);
  await settled();
  jobs.keepLearnt();
  expect(studio.getState().learning).toBeNull();
  expect(studio.getState().recipe.cells.model).toBe(found.id);
  studio.temporal.getState().undo();
  expect(studio.getState().recipe.cells.model).toBe('cells-apart');
  expect(studio.getState().cellModels.map(({ id }) => id)).toEqual(['cells-apart', found.id]);
});

test('a failure is told beside the button, a stop is none, and it can begin anew after both', async () => {
  const { studio, jobs, asked, settled } = await learning();
  void jobs.learn();
  asked[0]!.fails(
    new StudioError('training', 'a.tif has no cell to learn from; draw some, or leave it out.'),
  );
  await settled();
  expect(studio.getState().learningFault).toContain('a.tif has no cell to learn from');
  void jobs.learn();
  expect(studio.getState().learningFault).toBeNull();
  jobs.cancelLearning();
  expect(asked[1]!.on.signal?.aborted).toBe(true);
  asked[1]!.fails(new StudioError('cancelled', 'cancelled'));
  await settled();
  expect(studio.getState()).toMatchObject({ learning: null, learningFault: null });
  void jobs.learn();
  expect(asked).toHaveLength(3);
});

test('the score is said with what it was measured on, or why there is none', () => {
  expect(learntWords(found)).toBe(
    'Learnt from 36 cells in 2 min. Before 0.61, after 0.74 on 12 cells that were held out (AP50: 1 is all right).',
  );
  expect(learntWords({ ...found, score: { ...score, after: 0.5 } })).toMatch(
    /Before 0\.61, after 0\.50 on 12 cells .* It finds fewer of them than before: undo it\.$/,
  );
  expect(learntWords({ ...found, cells: 1, score: null })).toBe(
    'Learnt from 1 cell in 2 min. Too few cells were mended to hold some out, so nothing was measured: look at the outlines.',
  );
});
