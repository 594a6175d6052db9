import { expect, test } from 'vitest';
import { fromCallback } from './from-callback.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve));

test('reports are yielded while the work runs, and the result is returned', async () => {
  const work = fromCallback<number, string>(async (report) => {
    for (const value of [1, 2]) {
      report(value);
      await tick();
    }
    return 'end';
  });
  expect(await work.next()).toEqual({ value: 1, done: false });
  expect(await work.next()).toEqual({ value: 2, done: false });
  expect(await work.next()).toEqual({ value: 'end', done: true });
});

test('only the newest of several reports waits', async () => {
  const work = fromCallback<number, void>(async (report) => {
    report(1);
    report(2);
    report(3);
    await tick();
  });
  expect(await work.next()).toEqual({ value: 3, done: false });
  expect((await work.next()).done).toBe(true);
});

test('an error of the work is thrown', async () => {
  const work = fromCallback(async () => {
    await tick();
    throw new Error('no line');
  });
  await expect(work.next()).rejects.toThrow('no line');
});
