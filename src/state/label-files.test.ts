import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { isNamedAfter, labelsAmong } from './label-files.ts';
import { createStudio } from './studio.ts';

test.each([
  ['a.labels.tif', 'a.tif', true],
  ['a_labels.png', 'A.PNG', true],
  ['field 1_masks.tiff', 'field 1.ome.tif', false],
  ['field 1.ome.geojson', 'field 1.ome.tif', true],
  ['a.cells.geojson', 'a.tif', true],
  ['a.rois.zip', 'a.jpg', true],
  ['ab.labels.tif', 'a.tif', false],
  ['RoiSet.zip', 'a.tif', false],
])('%s is named after %s: %s', (cells, picture, is) => {
  expect(isNamedAfter(cells, picture)).toBe(is);
});

const file = (name: string, bytes: BlobPart = 'x') => new File([bytes], name);
const zip = (name: string, entry: string) => file(name, zipSync({ [entry]: new Uint8Array(4) }));

test('files of cells are told from pictures, models and label maps that lack their picture', async () => {
  const files = [
    file('a.tif'),
    file('a.labels.tif'),
    file('lone_labels.png'),
    file('there_mask.png'),
    file('any.geojson'),
    zip('RoiSet.zip', '0001.roi'),
    zip('my-model.zip', 'manifest.json'),
  ];
  const { beside, others } = await labelsAmong(files, ['there.jpg']);
  expect(beside.map(({ name }) => name)).toEqual([
    'a.labels.tif',
    'there_mask.png',
    'any.geojson',
    'RoiSet.zip',
  ]);
  expect(others.map(({ name }) => name)).toEqual(['a.tif', 'lone_labels.png', 'my-model.zip']);
});

test('a file beside a picture looks for cells, is shown, and goes by undo', () => {
  const studio = createStudio();
  const source = { kind: 'file' as const, id: 'p', name: 'p.tif', blob: new Blob() };
  const beside = { ...source, id: 'l', name: 'p.labels.tif' };
  studio.getState().addPictures([{ source }]);
  studio.getState().giveLabels('p', beside);
  expect(studio.getState().recipe.cells.enabled).toBe(true);
  studio.getState().showLabels('p', true);
  expect(studio.getState().labels).toEqual({ p: { file: beside, areShown: true } });
  studio.temporal.getState().undo();
  expect(studio.getState().labels.p?.areShown).toBe(false);
  studio.getState().takeLabels('p');
  expect(studio.getState().labels).toEqual({});
  studio.temporal.getState().undo();
  expect(studio.getState().labels.p?.file).toBe(beside);
});
