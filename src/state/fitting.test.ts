import { expect, test } from 'vitest';
import type { FileFacts, Source } from '../bridge/messages.ts';
import type { PictureKind } from '../engine/models/picture-kinds.ts';
import { keepFitting, mayBePainted } from './fitting.ts';
import { smear } from './manifest.fixture.ts';
import { wishOf } from './rendering.ts';
import { createStudio } from './studio.ts';

const drawn = (id: string): Source => ({ kind: 'drawn', id, name: `${id}.png`, scene: 'dish', seed: 1 });
const facts = (kind: PictureKind): FileFacts => ({
  width: 8,
  height: 8,
  channels: ['Grey'],
  bitDepth: 8,
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
  kind,
  warning: null,
});

/** A tray that fits models of a shelf: one for smears, one for dishes, one of a person's own. */
function fitting() {
  const studio = createStudio();
  keepFitting(studio);
  const state = studio.getState;
  state().deviceChosen({ backend: 'wasm', name: 'WASM', software: false, skipped: [], rebuilt: 0 });
  state().modelsFound([
    { ...smear, kinds: ['smear'] },
    { ...smear, id: 'dish', kinds: ['dish'] },
    { ...smear, id: 'own' },
  ]);
  const drop = (id: string, kind: PictureKind) => {
    state().addPictures([{ source: drawn(id) }]);
    const before = wishOf(state())?.recipe.colour.model;
    state().pictureRead(id, facts(kind));
    return { before, after: wishOf(state())?.recipe.colour.model };
  };
  return { studio, state, drop };
}

test('a fresh picture is not painted before its kind is known, then by the model that was made for it, or by none', () => {
  const { drop } = fitting();
  expect(drop('a', 'smear')).toEqual({ before: 'none', after: 'smear' });
  expect(drop('b', 'dish')).toEqual({ before: 'none', after: 'dish' });
  expect(drop('c', 'photograph')).toEqual({ before: 'none', after: 'none' });
  expect(drop('d', 'smear')).toEqual({ before: 'none', after: 'smear' });
});

test('a kind keeps the model that a person chose for it, misfit or not', () => {
  const { state, drop } = fitting();
  drop('a', 'smear');
  state().chooseModel({ ...smear, id: 'dish', kinds: ['dish'] });
  expect(drop('b', 'photograph').after).toBe('none');
  state().selectPicture('a');
  expect(wishOf(state())?.recipe.colour.model).toBe('dish');
  state().chooseModel(null);
  expect(drop('c', 'smear').after).toBe('none');
});

test('a sample is painted at once by the model that it names', () => {
  const { state } = fitting();
  state().addPictures([{ source: drawn('a'), suits: 'dish' }]);
  expect(mayBePainted(state())).toBe(true);
  expect(wishOf(state())?.recipe.colour.model).toBe('dish');
  state().pictureRead('a', facts('smear')); // what it is taken for does not matter
  expect(wishOf(state())?.recipe.colour.model).toBe('dish');
});

test('a model that a person, or a link, chose before the kind was known stays', () => {
  const { state } = fitting();
  state().addPictures([{ source: drawn('a') }]);
  state().chooseModel({ ...smear, id: 'dish', kinds: ['dish'] });
  state().pictureRead('a', facts('smear'));
  expect(wishOf(state())?.recipe.colour.model).toBe('dish');
});

test('what the page chooses by itself is no step of undo beside the pictures that were dropped', async () => {
  const { studio, state, drop } = fitting();
  drop('a', 'smear');
  await Promise.resolve();
  drop('b', 'dish');
  await Promise.resolve();
  expect(studio.temporal.getState().pastStates).toHaveLength(2);
  studio.temporal.getState().undo();
  expect(state().items.map(({ source }) => source.id)).toEqual(['a']);
  expect(state().recipe.colour.model).toBe('smear');
});

test('what a person sets before the models have come stays when they come; of another picture it is forgotten', () => {
  const studio = createStudio();
  keepFitting(studio);
  const state = studio.getState;
  state().addPictures([{ source: drawn('a'), suits: 'smear' }]);
  state().changeDevelop({ gamma: 2 });
  state().addPictures([{ source: drawn('b'), suits: 'smear' }]);
  state().changeEdges({ low: 55 });
  state().modelsFound([{ ...smear, kinds: ['smear'] }]);
  const { colour, edges, develop } = state().recipe;
  expect(colour.model).toBe('smear');
  expect(edges).toMatchObject({ low: 55, sigma: smear.recipe.edges.sigma });
  expect(develop.gamma).toBe(smear.recipe.develop.gamma);
  state().addPictures([{ source: drawn('c'), suits: 'none' }]);
  state().chooseModel({ ...smear, kinds: ['smear'] });
  expect(state().recipe.edges.low).toBe(smear.recipe.edges.low); // whoever chooses it himself has its settings
});

test('what a person sets between the models and the kind of the picture stays too, and no older value comes back', () => {
  const { state } = fitting();
  state().addPictures([{ source: drawn('a') }]);
  state().changeEdges({ low: 55 });
  state().changeEdges({ low: 66 });
  state().changeDevelop({ gamma: 2 });
  state().changeDevelop({ gamma: 1 }); // as it was: nothing is set
  state().pictureRead('a', facts('smear'));
  const { edges, develop } = state().recipe;
  expect([edges.low, edges.sigma]).toEqual([66, smear.recipe.edges.sigma]);
  expect(develop.gamma).toBe(smear.recipe.develop.gamma);
  state().addPictures([{ source: drawn('b') }]);
  state().pictureRead('b', facts('dish'));
  expect(state().recipe.edges.low).toBe(smear.recipe.edges.low);
});
