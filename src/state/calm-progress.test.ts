import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from '../engine/render-event.ts';
import { calmProgress } from './calm-progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const painting = (done: number): Progress => ({ stage: 'colour', words: 'Painting', done, of: 16 });

test('of sixteen layers in a fiftieth of a second nothing is told, of a slow one the newest', () => {
  const told: number[] = [];
  const progress = calmProgress(({ done }) => told.push(done));
  for (let layer = 1; layer <= 16; layer++) progress.heard(painting(layer));
  vi.advanceTimersByTime(20);
  progress.over();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([]);
  for (let layer = 1; layer <= 4; layer++) {
    progress.heard(painting(layer));
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([2, 4]);
});
