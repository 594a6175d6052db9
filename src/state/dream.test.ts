import { expect, test } from 'vitest';
import type { DreamFigures } from '../engine/dream/figures.ts';
import { defaultDream } from '../engine/recipe.ts';
import { aboutSeconds, paceOf, secondsLeft } from './dream.ts';

const dream = { ...defaultDream, octaves: 2, octaveScale: 2, octaveSteps: 4, steps: 10 };
const figures = (octave: number, step: number, seconds: number) =>
  ({ octave, octaves: 2, step, steps: octave === 2 ? 10 : 4, seconds }) as DreamFigures; // only what is read

test('the time left follows from the area of the octaves and the steps that were taken', () => {
  const taken = [1, 2, 3, 4].map((step) => figures(1, step, 0.25));
  const pace = paceOf({ id: '', begun: {} as never, figures: taken }, dream);
  expect(pace).toBeCloseTo(1); // a quarter of the area in a quarter of a second
  expect(secondsLeft(1, dream, undefined)).toBeCloseTo(4 * 0.25 + 10);
  expect(secondsLeft(1, dream, taken.at(-1))).toBeCloseTo(10);
  expect(secondsLeft(1, dream, figures(2, 7, 1))).toBeCloseTo(3);
  expect(secondsLeft(1, dream, figures(2, 10, 1))).toBe(0);
});

test('a time is said as roughly as it is known', () => {
  expect([0.2, 3.4, 23, 61].map(aboutSeconds)).toEqual([
    'about 1 s',
    'about 3 s',
    'about 25 s',
    'about 60 s',
  ]);
});
