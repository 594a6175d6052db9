import { expect, test } from 'vitest';
import type { Source } from '../../bridge/messages.ts';
import { besideAgain, besideToKeep } from './beside.ts';

const blobs = { a: new Blob(['a']), b: new Blob(['b']), c: new Blob(['c']) };
const source = (id: keyof typeof blobs, beside: readonly (keyof typeof blobs)[] = []) => ({
  kind: 'file' as const,
  id,
  name: `${id}.ome.tif`,
  blob: blobs[id],
  beside: beside.map((one) => ({ path: `${one}.ome.tif`, blob: blobs[one] })),
});
const kept = (...sources: readonly Source[]) => new Map(sources.map((one) => [one.id, { source: one }]));

test('files beside a picture are kept as the pictures that they are, and come back', () => {
  const a = source('a', ['b', 'c']);
  const ids = besideToKeep(a, kept(a, source('b'), source('c')));
  expect(ids).toEqual([
    { path: 'b.ome.tif', picture: 'b' },
    { path: 'c.ome.tif', picture: 'c' },
  ]);
  expect(besideAgain(ids, new Map(Object.entries(blobs)))).toEqual(a.beside);
});

test('one that was removed is missing, before and after', () => {
  const a = source('a', ['b', 'c']);
  expect(besideToKeep(a, kept(a, source('c')))).toEqual([{ path: 'c.ome.tif', picture: 'c' }]);
  expect(besideAgain([{ path: 'b.ome.tif', picture: 'b' }], new Map([['c', blobs.c]]))).toEqual([]);
});
