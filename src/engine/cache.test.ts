import { expect, test } from 'vitest';
import { createCache } from './cache.ts';

test('the least recently used value is forgotten when the budget is passed', () => {
  const cache = createCache(10);
  cache.put('a', 'A', 4);
  cache.put('b', 'B', 4);
  expect(cache.get('a')).toBe('A');
  cache.put('c', 'C', 4);
  expect(cache.get('b')).toBeUndefined();
  expect(cache.get('a')).toBe('A');
  expect(cache.get('c')).toBe('C');
  expect(cache.bytes).toBe(8);
});

test('a value larger than the whole budget is not kept and drives nothing out', () => {
  const cache = createCache(10);
  cache.put('a', 'A', 4);
  cache.put('huge', 'H', 11);
  expect(cache.get('huge')).toBeUndefined();
  expect(cache.get('a')).toBe('A');
});

test('a value put again under its key is counted once', () => {
  const cache = createCache(10);
  cache.put('a', 'A', 4);
  cache.put('a', 'AA', 6);
  expect(cache.get('a')).toBe('AA');
  expect(cache.bytes).toBe(6);
});
