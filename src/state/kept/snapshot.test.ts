import { expect, test } from 'vitest';
import type { Source } from '../../bridge/messages.ts';
import { createStudio } from '../studio.ts';
import { putBack, snapshotOf } from './snapshot.ts';

const file = (id: string): Source => ({ kind: 'file', id, name: `${id}.png`, blob: new Blob([id]) });

/** Two pictures, strokes, a step back and a removed picture. */
async function used() {
  const studio = createStudio();
  const state = studio.getState;
  state().addPictures([{ source: file('a') }, { source: file('b') }, { source: file('c') }]);
  state().drawStroke('edges', 'a', { tool: 'pen', size: 2, points: [0.5, 0.5] });
  state().changeEdges({ sigma: 2 });
  state().removePicture('c');
  state().changeEdges({ sigma: 3 });
  studio.temporal.getState().undo();
  state().selectPicture('b');
  state().chooseStage('edges');
  state().setLayout('grid');
  return studio;
}

test('a snapshot holds no picture twice, and brings everything back, undo and redo too', async () => {
  const { snapshot, pictures } = snapshotOf(await used());
  expect([...pictures.keys()].sort()).toEqual(['a', 'b', 'c']);
  expect(JSON.stringify(snapshot)).not.toContain('blob');

  const fresh = createStudio();
  putBack(fresh, structuredClone(snapshot), pictures);
  const state = fresh.getState;
  expect(state()).toMatchObject({ selected: 'b', chosen: 'edges', layout: 'grid' });
  expect(state().items.map(({ source }) => source)).toEqual([file('a'), file('b')]);
  expect(state().recipe.edges.sigma).toBe(2);
  expect(state().strokes.edges.a).toHaveLength(1);
  fresh.temporal.getState().redo();
  expect(state().recipe.edges.sigma).toBe(3);
  fresh.temporal.getState().undo();
  fresh.temporal.getState().undo();
  expect(state().items.map(({ source }) => source.id)).toEqual(['a', 'b', 'c']);
  fresh.temporal.getState().undo();
  expect(state().recipe.edges.sigma).not.toBe(2);
});

test('a picture whose bytes were not kept is left out, and what is left is shown', async () => {
  const { snapshot, pictures } = snapshotOf(await used());
  pictures.delete('b');
  const fresh = createStudio();
  putBack(fresh, snapshot, pictures);
  expect(fresh.getState().items.map(({ source }) => source.id)).toEqual(['a']);
  expect(fresh.getState().selected).toBe('a');
});
