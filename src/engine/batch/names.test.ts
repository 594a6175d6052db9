import { expect, test } from 'vitest';
import { alikeNames, isPictureName } from './names.ts';

test('pictures are known by their endings, whatever the capitals; companions of macOS are none', () => {
  const names = ['a.TIF', 'b.zarr.zip', 'c.ome.tif', 'notes.txt', '._a.png', 'png', 'd.zip'];
  expect(names.filter(isPictureName)).toEqual(['a.TIF', 'b.zarr.zip', 'c.ome.tif']);
});

test('names that differ only in capitals are found', () => {
  expect(alikeNames(['a/b.png', 'a/c.png', 'A/B.png'])).toEqual(['a/b.png', 'A/B.png']);
  expect(alikeNames(['a/b.png', 'b/b.png'])).toBe(null);
});
