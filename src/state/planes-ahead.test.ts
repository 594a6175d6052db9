import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPlanesAhead } from './planes-ahead.ts';
import { facts, source } from './stack.fixture.ts';
import { createStudio } from './studio.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A studio with one picture, and what was asked for of planes, each by its Z, with how many of them were ended. */
function opened(axes = facts.axes) {
  const studio = createStudio();
  const asked: unknown[] = [];
  let ended = 0;
  const run = (_: string, ask: { develop: { z: unknown } }, { signal }: { signal: AbortSignal }) => {
    asked.push(ask.develop.z);
    signal.addEventListener('abort', () => ended++);
    return new Promise(() => {});
  };
  // The one task that is asked for here.
  keepPlanesAhead(studio, { run } as unknown as Parameters<typeof keepPlanesAhead>[1]);
  const { addPictures, pictureRead, deviceChosen, modelsFound } = studio.getState();
  deviceChosen({ backend: 'wasm', name: 'a processor', software: false, skipped: [], rebuilt: 0 });
  modelsFound([]);
  addPictures([{ source }]);
  pictureRead('a', { ...facts, axes });
  return { asked, ended: () => ended, state: () => studio.getState() };
}

test('planes are read ahead once the page is at rest, and anew where it goes on', () => {
  const { asked, ended, state } = opened();
  vi.advanceTimersByTime(200);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(asked).toEqual([0]);
  state().changeDevelop({ z: 1 });
  expect(ended()).toBe(1);
  vi.advanceTimersByTime(400);
  expect(asked).toEqual([0, 1]);
});

test('what is asked for ends it, and so does playing', () => {
  const { asked, ended, state } = opened();
  vi.advanceTimersByTime(400);
  state().jobStarted();
  expect(ended()).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual([0]);
  state().jobEnded();
  vi.advanceTimersByTime(400);
  expect(asked).toEqual([0, 0]);
  state().play('z');
  expect(ended()).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(asked).toHaveLength(2);
});

test('of a single plane nothing is read', () => {
  const { asked } = opened({ c: 3, z: 1, t: 1 });
  vi.advanceTimersByTime(1000);
  expect(asked).toEqual([]);
});
