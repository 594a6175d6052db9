import { expect, test } from 'vitest';
import type { Client } from '../../bridge/client.ts';
import { MANIFEST, rowsIn } from '../../engine/batch/manifest.ts';
import { StudioError } from '../../engine/errors.ts';
import { defaultRecipe } from '../../engine/recipe.ts';
import { createBatchStore } from './batch-store.ts';
import { type BatchPlan, plainPicture } from './plan.ts';
import { memoryResults } from './results.ts';
import { waitingRow } from './rows.ts';
import { type BatchRoom, earlierIn, runBatch } from './run-batch.ts';

const names = ['a.png', 'b.png', 'c.png', 'd.png'];

/** A batch over an engine that does what `make` says of each picture. */
function batch(make: (name: string) => void) {
  const plan: BatchPlan = {
    version: 1,
    id: 'x',
    pictures: names.map((name) =>
      plainPicture(name, { kind: 'file', id: name, name, blob: new Blob([name]) }),
    ),
    from: null,
    recipe: { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'none' } },
    guide: null,
    painters: 'desk',
    modelFor: {},
    wish: { files: ['edges'], measuresInvented: false },
    to: null,
  };
  const asked: string[] = [];
  const run = async (type: string, ask: { source: { name: string } }) => {
    const { name } = ask.source;
    if (type === 'batchLook')
      return {
        picture: { width: 1, height: 1, channels: 4, data: new Uint8Array(4) },
        facts: {
          axes: { c: 1, z: 1, t: 1 },
          channels: ['Grey'],
          stains: [],
          width: 1,
          height: 1,
          kind: 'tissue',
        },
      };
    asked.push(name);
    make(name);
    return {
      sourceSha256: 's',
      recipeSha256: 'r',
      models: '',
      resultSha256: 'h',
      cells: '',
      seconds: '1.000',
      invented: null,
      wasThere: false,
      files: [{ name: 'edges.png', blob: new Blob(['edges']) }],
    };
  };
  const store = createBatchStore();
  store.setState({ plan, rows: names.map(waitingRow) });
  const room: BatchRoom = {
    client: { run: run as unknown as Client['run'] }, // the two tasks that a run asks for
    store,
    results: memoryResults(),
    models: [],
    thumbnail: () => {},
    measured: async () => {},
    now: () => 0,
  };
  const controller = new AbortController();
  const start = async () =>
    runBatch(plan, await earlierIn(room.results, plan, new Map()), room, controller.signal);
  const states = () => store.getState().rows.map(({ state }) => state);
  const manifest = async () => rowsIn((await (await room.results.get(MANIFEST))?.text()) ?? '').rows;
  return { start, store, asked, states, manifest, controller, results: room.results };
}

test('a bad picture marks its row with its sentence, and the batch goes on', async () => {
  const { start, states, store, manifest, results } = batch((name) => {
    if (name === 'b.png') throw new StudioError('file', 'b.png is cut short.\n    at a line of code');
  });
  expect(await start()).toBe(true);
  expect(states()).toEqual(['finished', 'failed', 'finished', 'finished']);
  expect(store.getState().rows[1]?.sentence).toBe('b.png is cut short.');
  expect((await manifest()).map(({ state, error }) => [state, error])).toEqual([
    ['finished', ''],
    ['failed', 'b.png is cut short.'],
    ['finished', ''],
    ['finished', ''],
  ]);
  expect((await results.filesOf('a.png')).map(({ path }) => path)).toEqual(['a.png/edges.png']);
  expect(await results.filesOf('b.png')).toEqual([]);
});

test('where there is no more room the whole rests and says why; it goes on with the picture that had none', async () => {
  let isFull = true;
  const { start, states, store, asked } = batch((name) => {
    if (name === 'b.png' && isFull) throw new StudioError('storage', 'There is no more room in plate.');
  });
  expect(await start()).toBe(false);
  expect(states()).toEqual(['finished', 'waiting', 'waiting', 'waiting']);
  expect(store.getState().fault).toBe('There is no more room in plate.');
  isFull = false;
  expect(await start()).toBe(true);
  expect(asked).toEqual(['a.png', 'b.png', 'b.png', 'c.png', 'd.png']);
});

test('a pause leaves the picture that was on its way to the next run, without a word', async () => {
  const { start, states, store, controller } = batch((name) => {
    if (name !== 'c.png') return;
    controller.abort();
    throw new StudioError('cancelled', 'Cancelled.');
  });
  expect(await start()).toBe(false);
  expect(states()).toEqual(['finished', 'finished', 'waiting', 'waiting']);
  expect(store.getState().fault).toBe(null);
});

test('one lost device is a bad picture, three in a row end the run', async () => {
  const { start, states, store } = batch((name) => {
    if (name !== 'a.png') throw new StudioError('device', 'The GPU went away.');
  });
  expect(await start()).toBe(false);
  expect(states()).toEqual(['finished', 'failed', 'failed', 'waiting']);
  expect(store.getState().fault).toBe('The GPU went away.');
});

test('a bad picture that is tried again while the others are made has its turn before the end', async () => {
  let isBad = true;
  const { start, states, store } = batch((name) => {
    if (name === 'a.png' && isBad) throw new StudioError('file', 'a.png is damaged.');
    if (name !== 'c.png') return;
    isBad = false;
    store.setState(({ rows }) => ({ rows: rows.with(0, waitingRow('a.png')) }));
  });
  expect(await start()).toBe(true);
  expect(states()).toEqual(['finished', 'finished', 'finished', 'finished']);
});
