import { expect, test } from 'vitest';
import { watch } from './watch.ts';

test('a loss that is not a number is named with its step', () => {
  const seen = watch();
  seen(1, { discriminator: 0.5, l1: 0.2 });
  expect(() => seen(2, { discriminator: 0.5, l1: Number.NaN })).toThrow('Step 2: the l1 loss is NaN');
  expect(() => seen(3, { discriminator: Number.POSITIVE_INFINITY })).toThrow(
    'discriminator loss is Infinity',
  );
});

test('a discriminator counts as collapsed after 200 steps in a row, not before and not with one between', () => {
  const seen = watch();
  const low = { judgeColour: 1e-4, judgeEdges: 0.3 };
  for (let step = 1; step < 200; step++) seen(step, low);
  seen(200, { judgeColour: 0.1, judgeEdges: 0.3 });
  for (let step = 201; step < 400; step++) seen(step, low);
  expect(() => seen(400, low)).toThrow(/^Step 400: the judgeColour loss has been under 0.001 for 200 steps/);
});
