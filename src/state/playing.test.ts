import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPlaying } from './playing.ts';
import { facts, source } from './stack.fixture.ts';
import { createStudio } from './studio.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function opened() {
  const studio = createStudio();
  keepPlaying(studio);
  studio.getState().addPictures([{ source }]);
  studio.getState().pictureRead('a', facts);
  studio.temporal.getState().clear();
  const z = () => studio.getState().recipe.develop.z;
  return { studio, z, state: () => studio.getState() };
}

test('planes follow each other and begin anew; playing is no step of undo', () => {
  const { studio, z, state } = opened();
  state().play('z');
  const seen = Array.from({ length: 4 }, () => {
    vi.advanceTimersByTime(100);
    return z();
  });
  expect(seen).toEqual([1, 2, 0, 1]);
  state().play(null);
  vi.advanceTimersByTime(1000);
  expect(z()).toBe(1);
  expect(studio.temporal.getState().pastStates).toEqual([]);
});

test('a plane waits until the one before it is on screen', () => {
  const { z, state } = opened();
  state().play('z');
  state().stagesOutdated('develop', false);
  vi.advanceTimersByTime(1000);
  expect(z()).toBe(0);
});

test('any other change ends it', () => {
  const { state } = opened();
  state().play('time');
  vi.advanceTimersByTime(100);
  expect([state().playing, state().recipe.develop.time]).toEqual(['time', 1]);
  state().changeDevelop({ gamma: 2 });
  expect(state().playing).toBeNull();
  vi.advanceTimersByTime(1000);
  expect(state().recipe.develop.time).toBe(1);
});

test('where all planes are one there is none to play', () => {
  const { z, state } = opened();
  state().changeDevelop({ z: 'max' });
  state().play('z');
  vi.advanceTimersByTime(100);
  expect([state().playing, z()]).toEqual([null, 'max']);
});
