import { expect, test } from 'vitest';
import type { FileFacts } from '../../bridge/messages.ts';
import { defaultRecipe, type Recipe } from '../../engine/recipe.ts';
import { smear as plainSmear } from '../manifest.fixture.ts';
import { plainPicture, refusal, trayPictures } from './plan.ts';
import { recipeOf, wishFor } from './recipe-of.ts';

const facts: FileFacts = {
  width: 64,
  height: 64,
  channels: ['Grey'],
  bitDepth: 8,
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
  kind: 'smear',
  warning: null,
};
const smear = { ...plainSmear, kinds: ['smear' as const] };
const dish = { ...plainSmear, id: 'dish', kinds: ['dish' as const] };
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, gamma: 0.5, z: 7 },
  colour: { ...defaultRecipe.colour, model: 'dish' },
};
const plan = { recipe, modelFor: {}, painters: 'desk' as const };
const plain = plainPicture('a.tif', null);

test('as they stand: the settings of the desk, as they can be had of the file', () => {
  const found = recipeOf(plan, plain, facts, [smear, dish]);
  expect(found.colour.model).toBe('dish');
  expect(found.develop).toMatchObject({ gamma: 0.5, z: 0 });
});

test('by kind: the model that was made for it with its own settings, or the one last used for it, or none', () => {
  const byKind = { ...plan, painters: 'kind' as const };
  const found = recipeOf(byKind, plain, facts, [smear, dish]);
  expect(found.colour.model).toBe('smear');
  expect(found.develop.gamma).toBe(smear.recipe.develop.gamma);
  expect(
    recipeOf({ ...byKind, modelFor: { smear: 'dish' } }, plain, facts, [smear, dish]).develop.gamma,
  ).toBe(0.5);
  expect(recipeOf({ ...byKind, modelFor: { smear: 'cells' } }, plain, facts, [smear]).colour.model).toBe(
    'cells',
  );
  expect(recipeOf(byKind, plain, { ...facts, kind: 'tissue' }, [smear]).colour.model).toBe('none');
});

test('where nothing can be written of a picture, a sentence says what would do', () => {
  const none = { ...recipe, colour: { ...recipe.colour, model: 'none' } };
  const wish = { files: ['colour'], measuresInvented: false } as const;
  expect(() => wishFor(none, wish, 'a.tif', facts)).toThrow(/^a\.tif: nothing paints this kind of picture/);
  expect(wishFor(none, { ...wish, files: ['edges', 'colour'] }, 'a.tif', facts).files).toEqual(['edges']);
});

test('pictures of the tray keep what was drawn on them, and equal names are told apart', () => {
  const item = (id: string, name: string, state: 'ready' | 'error' = 'ready') => ({
    source: { kind: 'drawn' as const, id, name, scene: 'nuclei' as const, seed: 1 },
    state,
    sentence: null,
    facts: null,
    origin: null,
    suits: null,
  });
  const stroke = { size: 1, points: [[1, 1]] } as never; // its form does not matter here
  const pictures = trayPictures(
    {
      items: [
        item('1', 'a.png'),
        item('2', 'A.png'),
        item('3', 'b/c'),
        item('4', 'bad.png', 'error'),
        item('5', 'out'),
      ],
      strokes: { edges: { 2: [stroke] }, cells: {}, dream: {} },
      labels: {},
    },
    (id) => id !== '5',
  );
  expect(pictures.map(({ name }) => name)).toEqual(['a.png', 'A (2).png', 'b-c']);
  expect(pictures[1]?.edges).toEqual([stroke]);
});

test('a batch of nothing, for nothing, or of names that some disks do not tell apart does not begin', () => {
  const wish = { files: ['edges'], measuresInvented: false } as const;
  expect(refusal({ pictures: [plain], wish })).toBe(null);
  expect(refusal({ pictures: [], wish })).toMatch(/no picture/);
  expect(refusal({ pictures: [plain], wish: { ...wish, files: [] } })).toMatch(/Nothing is to be written/);
  expect(refusal({ pictures: [plain, plainPicture('A.TIF', null)], wish })).toMatch(
    /^a\.tif and A\.TIF differ only/,
  );
});
