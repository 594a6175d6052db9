import { expect, test } from 'vitest';
import { defaultRecipe } from '../../engine/recipe.ts';
import { trueKeysOf } from './true-keys.ts';

const source = { kind: 'drawn', id: 'a', name: 'a.png', scene: 'dish', seed: 1 } as const;

test.each([
  ['crop', 1, 2048, 2048, true],
  ['crop', 2, 2048, 2048, false],
  ['crop', 1, 2048, 1024, false],
  ['part', 1, 2048, 2048, false],
  ['fit', 1, 2048, 1024, true],
] as const)('%s at zoom %d of %d × %d: can be had at true pixels is %s', (frame, zoom, width, height, can) => {
  const recipe = { ...defaultRecipe, develop: { ...defaultRecipe.develop, frame, zoom } };
  expect(trueKeysOf({ source, recipe }, { width, height }) !== null).toBe(can);
});

test('a square that is cut of a file that nobody has read may be a part of it', () => {
  expect(trueKeysOf({ source, recipe: defaultRecipe }, null)).toBe(null);
});
