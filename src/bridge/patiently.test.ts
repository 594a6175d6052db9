import { expect, test } from 'vitest';
import { resultOf } from '../engine/steps/result-of.ts';
import { patiently } from './patiently.ts';

test('a step that is long in coming lets others have their turn, and nothing is lost', async () => {
  const steps = async function* () {
    yield 1;
    await new Promise((resolve) => setTimeout(resolve, 250));
    yield 2;
    return 'end';
  };
  const all: (number | null)[] = [];
  const patient = patiently(steps());
  let next = await patient.next();
  for (; !next.done; next = await patient.next()) all.push(next.value);
  expect(all.filter((one) => one !== null)).toEqual([1, 2]);
  expect(all.filter((one) => one === null).length).toBeGreaterThanOrEqual(1);
  expect(next.value).toBe('end');
});

test('whoever stops waiting for a step that never comes is not held up', async () => {
  const steps = async function* () {
    await new Promise(() => {});
    yield 1;
  };
  const patient = patiently(steps());
  expect(await patient.next()).toEqual({ done: false, value: null });
  expect(await patient.return(undefined as never)).toMatchObject({ done: true });
});

test('a step that fails, fails', async () => {
  const steps = async function* (): AsyncGenerator<number, void> {
    yield 1;
    throw new Error('cut off');
  };
  await expect(resultOf(patiently(steps()))).rejects.toThrow('cut off');
});
