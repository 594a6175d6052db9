import { expect, test } from 'vitest';
import type { Client, Listener } from '../bridge/client.ts';
import type { Tasks } from '../bridge/messages.ts';
import type { Picture } from '../engine/picture.ts';
import type { Camera } from './live.ts';
import type { Screen } from './rendering.ts';
import { showLive } from './show-live.ts';
import { createStudio } from './studio.ts';

const frame: Picture = { width: 4, height: 3, channels: 4, data: new Uint8Array(48) };
const memory = { tensors: 7, tensorBytes: 1, cacheBytes: 2 };

/** A studio with a camera of pictures without end, and an engine that paints each of them at once. */
function filming(paint: (asks: number) => unknown = () => {}) {
  const studio = createStudio();
  const asked: Tasks['live']['ask'][] = [];
  const signals: AbortSignal[] = [];
  const sides: number[] = [];
  let clock = 0;
  let isClosed = false;
  const camera: Camera = {
    name: 'Eyepiece',
    next: async (side) => {
      sides.push(side);
      return frame;
    },
    close: () => {
      isClosed = true;
    },
  };
  const shown: string[] = [];
  const stages: ('develop' | 'edges')[] = ['develop'];
  const cleared: (string | undefined)[] = [];
  const screen: Screen = {
    show: ({ stage }) => void shown.push(stage),
    film: () => {},
    cutFilm: () => {},
    clear: (stage) => void cleared.push(stage),
  };
  /** One picture after the other, as in the worker. */
  let line: Promise<unknown> = Promise.resolve();
  let hold: Promise<void> | null = null;
  let letGo = () => {};
  const client = {
    run: (_: 'live', ask: Tasks['live']['ask'], { picture, signal }: Listener) => {
      asked.push(ask);
      if (signal) signals.push(signal);
      const asks = asked.length;
      const painted = line.then(async () => {
        clock += 50;
        for (const stage of stages)
          picture?.({ stage, picture: frame, run: { stage, cached: false, seconds: 0.05 } });
        paint(asks);
        await hold;
        return { log: [], memory };
      });
      line = painted.catch(() => {});
      return painted;
    },
  } as unknown as Pick<Client, 'run'>;
  /** Each picture takes until `painted` is called; no longer with the last. */
  const painted = (isLast = false) => {
    const go = letGo;
    hold = isLast ? null : new Promise((resolve) => (letGo = resolve));
    go();
  };
  const controller = new AbortController();
  const run = () => showLive(studio, client, screen, camera, controller.signal, () => clock);
  const alsoShows = (stage: 'edges') => stages.push(stage);
  const isOver = () => isClosed;
  return {
    studio,
    asked,
    signals,
    sides,
    shown,
    cleared,
    controller,
    run,
    alsoShows,
    painted,
    isClosed: isOver,
  };
}

/** Time for promises that follow from each other. */
const settled = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

test('pictures follow each other by the settings as they are then, and their pace is told', async () => {
  const one = filming((asks) => {
    const state = one.studio.getState();
    expect(state.live).toBe('Eyepiece');
    if (asks === 1) state.changeDevelop({ size: 128, frame: 'part', gamma: 2 });
    if (asks === 21) one.controller.abort();
  });
  await one.run();
  expect(one.asked).toHaveLength(21);
  expect(one.asked[0]?.recipe.develop).toMatchObject({ size: 256, gamma: 1 });
  expect(one.asked[1]?.recipe.develop).toMatchObject({ size: 128, gamma: 2, frame: 'fit' });
  expect(one.sides.slice(0, 2)).toEqual([256, 128]);
  expect(one.studio.getState().memory).toEqual(memory);
  expect(one.studio.getState()).toMatchObject({ live: null, livePace: null });
  expect(one.isClosed()).toBe(true);
});

test('the next picture waits in the worker while one is painted, and no third', async () => {
  const one = filming();
  one.alsoShows('edges');
  one.painted(); // from now on each is held
  const ended = one.run();
  for (const asked of [2, 3, 4]) {
    await expect.poll(() => one.asked.length).toBe(asked);
    await settled();
    expect(one.asked).toHaveLength(asked);
    one.painted();
  }
  one.controller.abort();
  one.painted(true);
  await ended;
  expect(one.isClosed()).toBe(true);
});

test('it says its pace once a second', async () => {
  const one = filming((asks) => {
    if (asks === 25) {
      expect(one.studio.getState().livePace).toEqual({ perSecond: 20, latencyMs: 50 });
      one.controller.abort();
    } else if (asks < 20) expect(one.studio.getState().livePace).toBeNull();
  });
  await one.run();
});

test('a picture that is chosen in the tray ends it', async () => {
  const one = filming((asks) => asks === 2 && one.studio.getState().selectPicture('a'));
  one.alsoShows('edges'); // so that a picture waits when it ends
  await one.run();
  expect(one.signals.map(({ aborted }) => aborted)).toEqual(one.signals.map(() => true));
  expect(one.asked.length).toBeLessThanOrEqual(3);
  expect(one.isClosed()).toBe(true);
  expect(one.studio.getState().alerts).toEqual([]);
});

test('no colour takes away what was painted before', async () => {
  const one = filming((asks) => {
    const state = one.studio.getState();
    state.stageShown(
      { stage: 'colour', picture: frame, run: { stage: 'colour', cached: false, seconds: 0.1 } },
      true,
      'blood-stain',
    );
    if (asks === 2) one.controller.abort();
  });
  one.studio.getState().chooseModel(null);
  await one.run();
  expect(one.cleared).toContain('colour');
});

test('a failure is said once, and the camera is let go', async () => {
  const one = filming(() => {
    throw new Error('The graphics device was lost.');
  });
  await one.run();
  expect(one.studio.getState().alerts).toMatchObject([
    { id: 'camera', sentence: 'Eyepiece: The graphics device was lost.' },
  ]);
  expect(one.isClosed()).toBe(true);
  expect(one.studio.getState().live).toBeNull();
});
