import { describe, expect, test } from 'vitest';
import { defaultRecipe, type Stroke } from '../engine/recipe.ts';
import { startingRecipe } from '../engine/starting-recipe.ts';
import { departures } from './departures.ts';
import { smear } from './manifest.fixture.ts';
import { createStudio } from './studio.ts';

const stroke = (...points: number[]): Stroke => ({ tool: 'pen', size: 2, points });

function studio() {
  const store = createStudio();
  const { undo, redo } = store.temporal.getState();
  return { store, undo, redo, state: () => store.getState() };
}

describe('undo', () => {
  test('a drag is one step, however many values it passed', () => {
    const { store, undo, redo, state } = studio();
    store.beginGesture();
    for (let low = 31; low <= 60; low++) state().changeEdges({ low });
    store.endGesture();
    state().changeEdges({ sigma: 2 });
    undo();
    expect(state().recipe.edges).toMatchObject({ low: 60, sigma: 1.4 });
    undo();
    expect(state().recipe).toEqual(defaultRecipe);
    redo();
    expect(state().recipe.edges.low).toBe(60);
  });

  test('a stroke is one step, from the pen down to the pen up', () => {
    const { store, undo, state } = studio();
    state().drawStroke('edges', 'a', stroke(0, 0));
    store.beginGesture();
    state().drawStroke('edges', 'a', stroke(0.5, 0.5));
    state().drawStroke('edges', 'a', stroke(0.5, 0.5, 0.6, 0.5), true);
    state().drawStroke('edges', 'a', stroke(0.5, 0.5, 0.6, 0.5, 0.7, 0.5), true);
    store.endGesture();
    expect(state().strokes.edges.a).toHaveLength(2);
    undo();
    expect(state().strokes.edges.a).toEqual([stroke(0, 0)]);
  });

  test('looking around is no step', () => {
    const { store, state } = studio();
    state().setLook({ zoom: 3, x: 0.2, y: 0.2 });
    state().takeTool('pen');
    state().announce('ready');
    expect(store.temporal.getState().pastStates).toHaveLength(0);
  });

  test('a gesture that changed nothing leaves no step, and the next change is its own', () => {
    const { store, state } = studio();
    store.beginGesture();
    store.endGesture();
    state().changeEdges({ low: 40 });
    state().changeEdges({ low: 41 });
    expect(store.temporal.getState().pastStates).toHaveLength(2);
  });
});

describe('the recipe', () => {
  test('a model brings its own develop and edges settings, in one step, and keeps the frame', () => {
    const { undo, state } = studio();
    state().changeDevelop({ frame: 'fit', gamma: 2 });
    state().changeEdges({ thresholds: 'auto' });
    const before = state().recipe;
    state().chooseModel(smear);
    expect(state().recipe.develop).toEqual({
      ...defaultRecipe.develop,
      ...smear.recipe.develop,
      frame: 'fit',
    });
    expect(state().recipe.edges).toMatchObject({ ...smear.recipe.edges, thresholds: 'fixed' });
    expect(state().recipe.colour.model).toBe('smear');
    undo();
    expect(state().recipe).toBe(before);
  });

  test('no model leaves develop and edges as they are', () => {
    const { state } = studio();
    state().changeEdges({ low: 44 });
    state().chooseModel(null);
    expect(state().recipe.edges.low).toBe(44);
    expect(state().recipe.colour.model).toBe('none');
  });

  test('a low threshold above the high one takes it along, and the other way round', () => {
    const { state } = studio();
    state().changeEdges({ low: 200 });
    expect(state().recipe.edges).toMatchObject({ low: 200, high: 200 });
    state().changeEdges({ high: 50 });
    expect(state().recipe.edges).toMatchObject({ low: 50, high: 50 });
  });

  test('strokes belong to a picture', () => {
    const { state } = studio();
    state().drawStroke('edges', 'a', stroke(0, 0));
    state().drawStroke('edges', 'b', stroke(1, 1));
    state().clearStrokes('edges', 'a');
    expect(state().strokes.edges).toEqual({ a: [], b: [stroke(1, 1)] });
    expect(state().recipe.edges.strokes).toEqual([]);
  });
});

describe('departures', () => {
  const own = startingRecipe(smear);

  test('the model’s own recipe departs nowhere', () => {
    expect(departures(own, smear)).toEqual({ develop: {}, edges: {} });
  });

  test('a changed setting is named with the value it was trained at', () => {
    const recipe = {
      ...own,
      develop: { ...own.develop, gamma: 1 },
      edges: { ...own.edges, sigma: 2.5, norm: 'L2' as const },
    };
    expect(departures(recipe, smear)).toEqual({ develop: { gamma: 0.8 }, edges: { sigma: 1, norm: 'L1' } });
  });

  test('automatic thresholds depart by themselves, whatever the resting numbers are', () => {
    const recipe = { ...own, edges: { ...own.edges, thresholds: 'auto' as const, low: 1, high: 2 } };
    expect(departures(recipe, smear).edges).toEqual({ thresholds: 'fixed' });
  });

  test('without a model nothing departs', () => {
    expect(departures(own, undefined)).toEqual({ develop: {}, edges: {} });
  });
});

describe('the tray', () => {
  const source = (id: string) => ({
    source: { kind: 'drawn', id, name: id, scene: 'dish', seed: 1 } as const,
  });

  test('the first of the added pictures is selected, and one that is there is not added again', () => {
    const { state } = studio();
    state().addPictures([source('a'), source('b')]);
    state().addPictures([source('b')]);
    expect(state().items.map((item) => item.source.id)).toEqual(['a', 'b']);
    expect(state().selected).toBe('b');
  });

  test('stepping goes around the end, and removing selects the neighbour', () => {
    const { state } = studio();
    state().addPictures([source('a'), source('b'), source('c')]);
    state().stepPicture(-1);
    expect(state().selected).toBe('c');
    state().removePicture('c');
    expect(state().selected).toBe('b');
    state().removePicture('b');
    state().removePicture('a');
    expect(state().selected).toBe(null);
  });

  test('where the first of several cannot be read, the next is selected; who then asks for it sees why', () => {
    const { state } = studio();
    state().addPictures([source('a')]);
    state().addPictures([source('b'), source('c')]);
    state().pictureFailed('b', 'b is cut short.');
    expect(state().selected).toBe('c');
    state().selectPicture('b');
    state().pictureFailed('b', 'b is cut short.'); // the render says so once more
    expect(state().selected).toBe('b');
  });

  test('a picture that stands alone and cannot be read stays selected, with what it says', () => {
    const { state } = studio();
    state().addPictures([source('a')]);
    state().pictureFailed('a', 'a is cut short.');
    expect(state().selected).toBe('a');
    expect(state().items).toMatchObject([{ state: 'error', sentence: 'a is cut short.' }]);
  });

  test('all that cannot be read go at once, with what was said of them; other messages stay', () => {
    const { state } = studio();
    state().addPictures(['a', 'b', 'c', 'd'].map(source));
    for (const id of ['b', 'd']) {
      state().pictureFailed(id, `${id} is cut short.`);
      state().alert(id, `${id} is cut short.`);
    }
    state().alert('a', 'a holds printing inks (CMYK).');
    state().selectPicture('d');
    state().removeUnreadable();
    expect(state().items.map(({ source: { id } }) => id)).toEqual(['a', 'c']);
    expect(state().selected).toBe('c');
    expect(state().alerts.map(({ id }) => id)).toEqual(['a']);
    state().removePicture('a');
    expect(state().alerts).toEqual([]);
  });
});
