import { expect, test } from 'vitest';
import { fuzz } from './fuzz/fuzz.ts';
import { seeds } from './fuzz/seeds.ts';

/** A sample; `npm run fuzz` reads ten thousand, in a process of its own that may crash. */
const FILES = 400;

test(`${FILES} faulty files of every kind are read, or refused in a sentence`, async () => {
  const all = await seeds();
  const failed: string[] = [];
  for (let number = 0; number < FILES; number++) {
    const { name, fault } = await fuzz(all, 7, number);
    if (fault !== null) failed.push(`file ${number} (${name}): ${fault}`);
  }
  expect(failed).toEqual([]);
});

test('a file of the same seed and number is always the same', async () => {
  const all = await seeds();
  const [a, b] = await Promise.all([fuzz(all, 7, 3), fuzz(all, 7, 3)]);
  expect(a).toEqual(b);
});
