import { expect, test } from 'vitest';
import { besideOf } from './file-sets.ts';

const file = (name: string) => new File([name], name);
const paths = (one: File, all: readonly File[]) => besideOf(one, all).map(({ path }) => path);

test('TIFFs that come together stand beside each other, those named most alike first', () => {
  const [other, a, b, photo] = [file('x.tif'), file('set-a.ome.tif'), file('set-b.ome.tiff'), file('c.png')];
  expect(paths(a, [other, photo, b, a])).toEqual(['set-b.ome.tiff', 'x.tif']);
  expect(besideOf(a, [a, b])[0]?.blob).toBe(b);
  expect(paths(photo, [a, b, photo])).toEqual([]);
  expect(paths(a, [a])).toEqual([]);
});

test('of a large folder those named most alike stand beside it', () => {
  const others = Array.from({ length: 1000 }, (_, i) => file(`field${i}.tif`));
  const [a, b] = [file('well_t1.ome.tif'), file('well_t2.ome.tif')];
  expect(paths(a, [...others, b, a])).toHaveLength(256);
  expect(paths(a, [...others, b, a])[0]).toBe('well_t2.ome.tif');
});
