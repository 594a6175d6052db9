import { expect, test } from 'vitest';
import { defaultRecipe } from '../engine/recipe.ts';
import { trainedDevelop, trainedEdges } from '../engine/starting-recipe.ts';
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

test('edges from all channels depart from a model, which learnt from those of grey, and go with a step back to it', () => {
  const edges = {
    ...defaultRecipe.edges,
    ...smear.recipe.edges,
    thresholds: 'fixed',
    channels: 'colour',
  } as const;
  const coloured = { ...defaultRecipe, edges };
  expect(departures(coloured, smear).edges).toEqual({ channels: 'grey' });
  const automatic = { ...coloured, edges: { ...edges, thresholds: 'auto' as const, low: 1 } };
  expect(departures(automatic, smear).edges).toEqual({ channels: 'grey', thresholds: 'fixed' });
  const back = { ...coloured, edges: trainedEdges(coloured, smear) };
  expect(departures(back, smear).edges).toEqual({});
});
