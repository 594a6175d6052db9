import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client, Listener } from '../../bridge/client.ts';
import type { Tasks } from '../../bridge/messages.ts';
import { StudioError } from '../../engine/errors.ts';
import { fileJobs } from '../export-jobs.ts';
import { smear } from '../manifest.fixture.ts';
import { createStudio } from '../studio.ts';
import { openTruePixels } from './true-pixels.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wasm = { backend: 'wasm', name: 'test', software: false, skipped: [], rebuilt: 0 } as const;
const tile = (x = 0) => ({ x, y: 0, width: 512, height: 512 });
const edges = { stage: 'edges', tile: tile() } as const;
const colour = { stage: 'colour', tile: tile() } as const;

/** An engine whose gathering ends when the test says so; a tile is there for as long as `holds`. */
function engine() {
  const gathers: {
    ask: Tasks['gatherTrue']['ask'];
    listener: Listener;
    ends(): Promise<void>;
    fails(error: Error): Promise<void>;
  }[] = [];
  const tiles: Tasks['trueTile']['ask'][] = [];
  const world = { holds: true, dropped: 0 };
  const settled = async () => void (await vi.advanceTimersByTimeAsync(0));
  const picture = { width: 1, height: 1, channels: 4, data: new Uint8Array(4) };
  const run = (type: string, ask: unknown, listener: Listener = {}) =>
    new Promise<unknown>((resolve, reject) => {
      listener.signal?.addEventListener('abort', () => reject(new StudioError('cancelled', 'Cancelled.')));
      if (type === 'trueTile') {
        tiles.push(ask as Tasks['trueTile']['ask']);
        resolve({ picture: world.holds ? picture : null });
      } else if (type === 'dropTrue') {
        world.dropped++;
        resolve({});
      } else
        gathers.push({
          ask: ask as Tasks['gatherTrue']['ask'], // the only other task that is asked for
          listener,
          ends() {
            resolve({ width: 2048, height: 1024 });
            return settled();
          },
          fails(error) {
            reject(error);
            return settled();
          },
        });
    });
  return { gathers, tiles, world, run: run as Client['run'] }; // each answer is that of its task
}

function opened() {
  const studio = createStudio();
  const state = () => studio.getState();
  state().deviceChosen(wasm);
  state().modelsFound([smear]);
  state().addPictures([
    { source: { kind: 'drawn', id: 'a', name: 'a.png', scene: 'dish', seed: 1 }, suits: 'smear' },
    { source: { kind: 'drawn', id: 'b', name: 'b.png', scene: 'dish', seed: 2 }, suits: 'smear' },
  ]);
  state().chooseModel(smear);
  state().changeDevelop({ frame: 'fit' });
  const { run, ...rest } = engine();
  const files = fileJobs(studio);
  const pixels = openTruePixels(studio, { run }, files);
  return { state, pixels, cancel: files.cancel, ...rest };
}

test('nothing is made before it is turned on and a pane looks closely', async () => {
  const { state, pixels, gathers } = opened();
  pixels.want('pane', [edges]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(gathers).toEqual([]);
  pixels.want('pane', []);
  state().setTruePixels(true);
  await vi.advanceTimersByTimeAsync(2000);
  expect(gathers).toEqual([]);
  pixels.want('pane', [edges]);
  expect(gathers.map(({ ask }) => ask.stage)).toEqual(['edges']);
  expect(gathers[0]?.listener.background).toBe(true);
  expect(state().progress?.words).toBe('Making the whole picture ready'); // before the worker says a word
});

test('edges come before the colours are walked, and colours are walked only where a pane wants them', async () => {
  const { state, pixels, gathers, tiles } = opened();
  state().setTruePixels(true);
  pixels.want('edges', [edges]);
  await gathers[0]?.ends();
  expect(gathers.length).toBe(1);
  expect(pixels.get(edges)).toBeDefined();
  expect(pixels.size()).toEqual({ width: 2048, height: 1024 });
  pixels.want('colour', [colour]);
  expect(gathers.map(({ ask }) => ask.stage)).toEqual(['edges', 'colour']);
  expect(tiles.map(({ stage }) => stage)).toEqual(['edges']);
  await gathers[1]?.ends();
  expect(tiles.map(({ stage }) => stage)).toEqual(['edges', 'colour']);
  expect(pixels.get(colour)).toBeDefined();
  expect(state().running).toBe(0);
});

test('a changed recipe drops the tiles, stops what was made for it, and begins anew once it rests', async () => {
  const { state, pixels, gathers, tiles, world } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges, colour]);
  await gathers[0]?.ends();
  const { signal } = gathers[1]?.listener ?? {};
  state().changeEdges({ low: 33 });
  expect([signal?.aborted, pixels.get(edges), world.dropped]).toEqual([true, undefined, 1]);
  state().changeEdges({ low: 34 });
  await vi.advanceTimersByTimeAsync(300);
  expect(gathers.length).toBe(2);
  await vi.advanceTimersByTimeAsync(300);
  expect(gathers.at(-1)?.ask).toMatchObject({ stage: 'edges', recipe: { edges: { low: 34 } } });
  expect(gathers.length).toBe(3);
  await gathers[2]?.ends();
  expect(tiles.at(-1)?.keys.ground).toContain('"low":34');
  expect(state().truePixels).toBe(true); // it was no cancel by hand
});

test('another strength of the colours asks for their tiles again, and walks nothing anew', async () => {
  const { state, pixels, gathers, tiles } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges, colour]);
  await gathers[0]?.ends();
  await gathers[1]?.ends();
  state().changeColour({ strength: 0.5 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(gathers.length).toBe(2);
  expect(tiles.map(({ stage, look }) => `${stage} ${look.strength}`)).toEqual([
    'edges 1',
    'colour 1',
    'colour 0.5',
  ]);
});

test('the scale of the working picture, its zoom and what is drawn on other stages change nothing', async () => {
  const { state, pixels, gathers } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges]);
  await gathers[0]?.ends();
  state().changeDevelop({ size: 512, zoom: 3 });
  state().changeDream({ steps: 3 });
  await vi.advanceTimersByTimeAsync(1000);
  expect([gathers.length, pixels.get(edges) !== undefined]).toEqual([1, true]);
});

test('Cancel, and a failure, turn it off; the failure is told of', async () => {
  const { state, pixels, gathers, cancel } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges, colour]);
  await gathers[0]?.ends();
  cancel();
  await vi.advanceTimersByTimeAsync(1000);
  expect([state().truePixels, state().running, gathers.length, state().alerts]).toEqual([false, 0, 2, []]);
  expect(pixels.get(edges)).toBe(undefined);
  state().setTruePixels(true);
  await vi.advanceTimersByTimeAsync(1000);
  await gathers[2]?.fails(new StudioError('recipe', 'The recipe asks for strokes.'));
  expect(state().truePixels).toBe(false);
  expect(state().alerts.map(({ sentence }) => sentence)).toEqual(['a.png: The recipe asks for strokes.']);
});

test('another picture, and none of the whole, drop what was put aside', async () => {
  const { state, pixels, gathers, world } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges]);
  await gathers[0]?.ends();
  state().selectPicture('b');
  expect([world.dropped, pixels.get(edges), pixels.size()]).toEqual([1, undefined, null]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(gathers[1]?.ask.source.id).toBe('b');
  await gathers[1]?.ends();
  state().changeDevelop({ frame: 'crop' });
  await vi.advanceTimersByTimeAsync(1000);
  expect([world.dropped, gathers.length]).toEqual([2, 2]);
});

test('a worker that was started again is asked to make all anew; where that does not help it is given up', async () => {
  const { state, pixels, gathers, world } = opened();
  state().setTruePixels(true);
  pixels.want('pane', [edges]);
  world.holds = false;
  await gathers[0]?.ends();
  await vi.advanceTimersByTimeAsync(1000);
  expect(gathers.length).toBe(2);
  world.holds = true;
  await gathers[1]?.ends();
  expect(pixels.get(edges)).toBeDefined();
  world.holds = false;
  state().changeEdges({ low: 7 });
  for (let i = 2; i < 10; i++) {
    await vi.advanceTimersByTimeAsync(1000);
    await gathers[i]?.ends();
  }
  expect(state().truePixels).toBe(false);
  expect(state().alerts.length).toBe(1);
  expect(gathers.length).toBeLessThan(8);
});
