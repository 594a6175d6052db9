import { expect, test } from 'vitest';
import { defaultRecipe } from '../engine/recipe.ts';
import { trainedDevelop } from '../engine/starting-recipe.ts';
import { departures } from './departures.ts';
import { smear } from './manifest.fixture.ts';

test('true size departs from the size of a model, and goes with a step back to it', () => {
  const develop = { ...defaultRecipe.develop, ...smear.recipe.develop, scale: 1 };
  const scaled = { ...defaultRecipe, develop };
  expect(departures(scaled, smear).develop).toEqual({ size: smear.recipe.develop.size });
  const back = { ...scaled, develop: trainedDevelop(scaled, smear) };
  expect(back.develop.scale).toBeNull();
  expect(departures(back, smear).develop).toEqual({});
});
