import { expect, test } from 'vitest';
import { createPlace } from './place.ts';

test('what was replaced or dropped is closed once its last reader has released it, and once', () => {
  const closed: string[] = [];
  const place = createPlace<string>();
  const first = place.put('a', 'first', () => closed.push('first'));
  const again = place.take('a');
  expect(again?.value).toBe('first');
  expect(place.take('b')).toBe(null);
  first.release();
  place.put('b', 'second', () => closed.push('second')).release();
  expect(place.take('a')).toBe(null);
  expect(closed).toEqual([]);
  again?.release();
  expect(closed).toEqual(['first']);
  place.drop();
  place.drop();
  expect(closed).toEqual(['first', 'second']);
  expect(place.take('b')).toBe(null);
});
