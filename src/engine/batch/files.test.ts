import { expect, test } from 'vitest';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import { batchFileName, neededRecipe, partsOf, possibleFiles } from './files.ts';

const painted: Recipe = {
  ...defaultRecipe,
  colour: { ...defaultRecipe.colour, model: 'blood-smear' },
  dream: { ...defaultRecipe.dream, enabled: true, source: 'colour' },
};
const nothing = { cells: false, painter: false, dream: false };

test('no network runs for edges, whatever the recipe paints and dreams', () => {
  const wish = { files: ['input', 'edges'], measuresInvented: false } as const;
  const recipe = neededRecipe(painted, wish);
  expect(recipe.colour.model).toBe('none');
  expect(recipe.dream.enabled).toBe(false);
  expect(partsOf(recipe, wish)).toEqual(nothing);
});

test('what is measured and what is dreamed on is painted, though nobody asks for the colours', () => {
  for (const wish of [
    { files: ['edges'], measuresInvented: true },
    { files: ['dream'], measuresInvented: false },
  ] as const)
    expect(neededRecipe(painted, wish).colour.model).toBe('blood-smear');
  const onInput: Recipe = { ...painted, dream: { ...painted.dream, source: 'input' } };
  expect(neededRecipe(onInput, { files: ['dream'], measuresInvented: false }).colour.model).toBe('none');
});

test('a table of cells names the net that finds them, and no other', () => {
  const wish = { files: ['csv'], measuresInvented: false } as const;
  expect(partsOf(neededRecipe(painted, wish), wish)).toEqual({ ...nothing, cells: true });
});

test('colours and dreams are files only where a recipe makes them', () => {
  expect(possibleFiles(defaultRecipe, ['edges', 'colour', 'dream', 'csv'])).toEqual(
    defaultRecipe.colour.model === 'none' ? ['edges', 'csv'] : ['edges', 'colour', 'csv'],
  );
  expect(possibleFiles(painted, ['colour', 'dream'])).toEqual(['colour', 'dream']);
});

test('files are named as the shell names them', () => {
  expect((['edges', 'labels', 'csv', 'rois'] as const).map(batchFileName)).toEqual([
    'edges.png',
    'labels.tif',
    'cells.csv',
    'rois.zip',
  ]);
});
