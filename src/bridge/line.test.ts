import { expect, test } from 'vitest';
import { handClock } from './hand-clock.fixture.ts';
import { createLine } from './line.ts';

/** Work that takes some milliseconds of the clock and stops when told; counts its starts. */
function setUp(ms: number) {
  const clock = handClock();
  const line = createLine(clock.after);
  const starts: number[] = [];
  const ended: string[] = [];
  const ask = (name: number, signal?: AbortSignal) => {
    const work = (stop: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        starts.push(name);
        clock.after(ms, () => resolve('shown'));
        stop.addEventListener('abort', () => reject(new Error('aborted')));
      });
    line.ask(work, signal).then(
      (how) => ended.push(`${name} ${how}`),
      (error: Error) => ended.push(`${name} ${error.message}`),
    );
  };
  return { clock, starts, ended, ask };
}

test('50 moves in a quarter of a second start 3 renders of 200 ms, and the last move is shown', async () => {
  const { clock, starts, ended, ask } = setUp(200);
  for (let move = 1; move <= 50; move++) {
    ask(move);
    await clock.advance(5);
  }
  await clock.advance(1000);
  expect(starts.length).toBeLessThanOrEqual(3);
  expect(starts.at(-1)).toBe(50);
  expect(ended.filter((how) => how.endsWith('shown'))).toEqual(starts.map((name) => `${name} shown`));
  expect(ended).toHaveLength(50); // each has its ending
});

test('a long drag shows pictures on its way where they take less than half a second', async () => {
  const { clock, ended, ask } = setUp(300);
  for (let move = 1; move <= 200; move++) {
    ask(move);
    await clock.advance(16);
  }
  expect(ended.filter((how) => how.endsWith('shown')).length).toBeGreaterThanOrEqual(8);
});

test('work that takes longer gives way to newer work after half a second', async () => {
  const { clock, starts, ended, ask } = setUp(10_000);
  ask(1);
  await clock.advance(100);
  ask(2);
  await clock.advance(399);
  expect(starts).toEqual([1]);
  await clock.advance(1);
  expect(starts).toEqual([1, 2]);
  await clock.advance(600);
  ask(3);
  await clock.advance(0);
  expect(starts).toEqual([1, 2, 3]);
  expect(ended).toEqual(['1 aborted', '2 aborted']);
});

test('old work goes on while nothing newer is asked for', async () => {
  const { clock, ended, ask } = setUp(10_000);
  ask(1);
  await clock.advance(10_000);
  expect(ended).toEqual(['1 shown']);
});

test("the caller's signal takes its work out of the line, or aborts it where it runs", async () => {
  const { clock, starts, ended, ask } = setUp(200);
  const [first, second] = [new AbortController(), new AbortController()];
  ask(1, first.signal);
  ask(2, second.signal);
  second.abort();
  first.abort();
  await clock.advance(0);
  expect(starts).toEqual([1]);
  expect(ended.toSorted()).toEqual(['1 aborted', '2 Cancelled.']);
  ask(3, first.signal);
  await clock.advance(200);
  expect(ended.at(-1)).toBe('3 Cancelled.');
});
