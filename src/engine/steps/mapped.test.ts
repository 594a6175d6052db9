import { expect, test } from 'vitest';
import { mapped } from './mapped.ts';

async function* counted(upTo: number, log: string[]): AsyncGenerator<number, string> {
  try {
    for (let i = 1; i <= upTo; i++) yield i;
    return 'counted';
  } finally {
    log.push('freed');
  }
}

test('events are changed one by one and the result comes through as it is', async () => {
  const steps = mapped(counted(2, []), (n) => `${n}!`);
  expect(await steps.next()).toEqual({ value: '1!', done: false });
  expect(await steps.next()).toEqual({ value: '2!', done: false });
  expect(await steps.next()).toEqual({ value: 'counted', done: true });
});

test('a caller that stops between two events ends the steps behind', async () => {
  const log: string[] = [];
  for await (const n of mapped(counted(9, log), (n) => n)) if (n === 2) break;
  expect(log).toEqual(['freed']);
});

test('an event that cannot be changed ends the steps and fails them', async () => {
  const log: string[] = [];
  const steps = mapped(counted(9, log), () => {
    throw new Error('no words for it');
  });
  await expect(steps.next()).rejects.toThrow('no words for it');
  expect(log).toEqual(['freed']);
});
