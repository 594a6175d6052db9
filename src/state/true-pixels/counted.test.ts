import { expect, test } from 'vitest';
import type { FileFacts } from '../../bridge/messages.ts';
import { createStudio } from '../studio.ts';
import { countsFile, zoomAtOne } from './counted.ts';

const facts = (width: number, height: number): FileFacts => ({
  width,
  height,
  channels: ['Grey'],
  bitDepth: 16,
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
  kind: 'fluorescence',
  warning: null,
});

/** A studio with a file of that size, worked on at an eighth of it and fitted at 2 pixels of the screen for each. */
function opened(width: number, height: number) {
  const studio = createStudio();
  const source = { kind: 'drawn', id: 'a', name: 'a.png', scene: 'dish', seed: 1 } as const;
  studio.getState().addPictures([{ source, suits: 'smear' }]);
  studio.getState().pictureRead('a', facts(width, height));
  studio.getState().setFitScale(2, 8);
  return { state: studio.getState };
}

test('true pixels on, 100 % is a pixel of the file on one of the screen', () => {
  const { state } = opened(2048, 1024);
  state().changeDevelop({ frame: 'fit' });
  expect([countsFile(state()), zoomAtOne(state(), 2)]).toEqual([false, 0.25]);
  state().setTruePixels(true);
  expect([countsFile(state()), zoomAtOne(state(), 2)]).toEqual([true, 2]);
});

test('where a part of a file is worked on, there are no true pixels to count', () => {
  const { state } = opened(2048, 1024);
  state().changeDevelop({ frame: 'crop', zoom: 1 });
  state().setTruePixels(true);
  expect([countsFile(state()), zoomAtOne(state(), 2)]).toEqual([false, 0.25]);
});
