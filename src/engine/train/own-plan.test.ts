import { expect, test } from 'vitest';
import { defaultRecipe } from '../recipe.ts';
import { ownPlan } from './own-plan.ts';

const settings = {
  title: 'Zellen, gefärbt (2)',
  size: 128,
  ngf: 8,
  steps: 2000,
  grey: true,
  seed: 5,
  recipe: { ...defaultRecipe, edges: { ...defaultRecipe.edges, low: 30, high: 80 } },
} as const;

test('its id is the title in small letters, with a tag; a title without any letter of these leaves the tag', () => {
  expect(ownPlan(settings, 'a1b2', 3, 0).id).toBe('own-zellen-gefarbt-2-a1b2');
  expect(ownPlan({ ...settings, title: '細胞' }, 'a1b2', 3, 0)).toMatchObject({
    id: 'own-a1b2',
    title: '細胞',
  });
});

test('it takes over size, net, steps, seed and what stands on the cards', () => {
  expect(ownPlan(settings, 'a', 3, 2)).toMatchObject({
    inputs: ['edges', 'grey'],
    recipe: { develop: { size: 128 }, edges: { low: 30, high: 80 } },
    train: { method: 'pix2pix', size: 128, ngf: 8, ndf: 8, steps: 2000, seed: 5, sampleEvery: 50 },
  });
  expect(ownPlan({ ...settings, grey: false, steps: 60 }, 'a', 3, 2)).toMatchObject({
    inputs: ['edges'],
    train: { sampleEvery: 15 },
  });
});

test('its card says what it learnt from, and claims no licence for the pictures of a person', () => {
  const words = (pictures: number, dishes: number) => {
    const { data, licence } = ownPlan(settings, 'a', pictures, dishes);
    return [data, licence];
  };
  expect(words(1, 0)).toEqual([
    'one picture of the person who trained it, one in ten held out to measure it',
    'NOASSERTION',
  ]);
  expect(words(7, 5)).toEqual([
    '7 pictures of the person who trained it and 5 dishes that Eosin drew, one in ten held out to measure it',
    'NOASSERTION',
  ]);
  expect(words(0, 40)).toEqual([
    '40 dishes that Eosin drew, one in ten held out to measure it',
    'Apache-2.0',
  ]);
});
