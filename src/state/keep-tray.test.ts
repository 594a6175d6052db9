import { expect, test } from 'vitest';
import type { FileFacts, Source } from '../bridge/messages.ts';
import { keepTray } from './keep-tray.ts';
import { createStudio } from './studio.ts';

const drawn = (id: string): Source => ({ kind: 'drawn', id, name: `${id}.png`, scene: 'dish', seed: 1 });
const facts: FileFacts = {
  width: 8,
  height: 8,
  channels: ['Grey'],
  bitDepth: 8,
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
  kind: 'smear',
  warning: null,
};

/** A tray of two pictures that were read, the second one in the panes. */
async function tray() {
  const studio = createStudio();
  keepTray(studio);
  const state = studio.getState;
  for (const id of ['a', 'b']) {
    state().addPictures([{ source: drawn(id) }]);
    await Promise.resolve();
    state().pictureRead(id, facts);
  }
  const shown = () => state().items.map(({ source, state }) => `${source.id} ${state}`);
  return { state, shown, history: () => studio.temporal.getState() };
}

test('a removed picture is put back by undo, read, and in the panes', async () => {
  const { state, shown, history } = await tray();
  state().removePicture('a');
  expect(shown()).toEqual(['b ready']);
  history().undo();
  expect(shown()).toEqual(['a ready', 'b ready']);
  history().redo();
  expect(shown()).toEqual(['b ready']);
  expect(state().selected).toBe('b');
});

test('starting fresh is one step of undo: all pictures, strokes and settings come back', async () => {
  const { state, shown, history } = await tray();
  state().changeEdges({ sigma: 3 });
  state().drawStroke('edges', 'a', { tool: 'pen', size: 1, points: [0, 0] });
  state().startFresh();
  expect(state()).toMatchObject({ items: [], selected: null, strokes: { edges: {} } });
  history().undo();
  expect(shown()).toEqual(['a ready', 'b ready']);
  expect(state().recipe.edges.sigma).toBe(3);
  expect(state().strokes.edges.a).toHaveLength(1);
  expect(state().selected).toBe('a');
});

test('a picture that undo takes out of the tray leaves the panes', async () => {
  const { state, shown, history } = await tray();
  history().undo();
  expect(shown()).toEqual(['a ready']);
  expect(state().selected).toBe('a');
});
