import { expect, test } from 'vitest';
import { petriDataSet } from '../petri/data-set.ts';
import { drawDish } from '../petri/dish.ts';
import { defaultRecipe } from '../recipe.ts';
import { develop } from '../stages/develop.ts';
import { dishSources } from './petri-sources.ts';

test('a dish of the data set is developed to the very pixels that were drawn', async () => {
  const [, second] = dishSources(1, 2, 32);
  const [, dish = 0] = petriDataSet(1, 2);
  expect(second?.name).toBe('dish-001');
  const planes = await second?.decode();
  expect(planes && develop(planes, { ...defaultRecipe.develop, size: 32 }).rgb).toEqual(drawDish(dish, 32));
});
