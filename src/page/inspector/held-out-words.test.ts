import { expect, test } from 'vitest';
import { heldOutWords } from './held-out-words.ts';

test.each([
  [undefined, 'On pictures it never saw'],
  [1, 'On the one picture it never saw'],
  [28, 'On 28 pictures it never saw'],
])('a model that was measured on %s pictures says so', (count, words) => {
  expect(heldOutWords(count)).toBe(words);
});
