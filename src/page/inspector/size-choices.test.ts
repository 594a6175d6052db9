import { expect, test } from 'vitest';
import { sizeChoices } from './size-choices.ts';

const sides = (...inUse: Parameters<typeof sizeChoices>) => sizeChoices(...inUse).map(({ value }) => value);

test('the size of a model that was trained on less can be seen and chosen', () => {
  expect(sides(128, undefined)).toEqual([128, 256, 512, 768, 1024, 2048]);
  expect(sides(256, 64)).toEqual([64, 256, 512, 768, 1024, 2048]);
  expect(sizeChoices(128)[0]).toEqual({ value: 128, label: '128 px' });
});

test('the usual sizes stand there once', () => {
  expect(sides(512, 256)).toEqual([256, 512, 768, 1024, 2048]);
});
