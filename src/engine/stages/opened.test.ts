import { expect, test } from 'vitest';
import { createCache } from '../cache.ts';
import { defaultRecipe } from '../recipe.ts';
import { countedStack } from './counted-stack.fixture.ts';
import { opened } from './opened.ts';

const SIDE = 64;

test('going through planes once more reads none of those whose working pictures stand', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 4, t: 1 });
  const planeBytes = 2 * SIDE ** 2;
  const context = { cache: createCache(20 * planeBytes), now: () => 0 };
  const { signal } = new AbortController();
  const grey = async (z: number) => {
    const { developed } = await opened(source, { ...defaultRecipe.develop, size: 32, z }, context, signal);
    return developed.value.grey.data;
  };
  const first = [await grey(1), await grey(2), await grey(3)];
  expect(read).toHaveLength(3);
  expect([await grey(1), await grey(2), await grey(3)]).toEqual(first);
  expect(read).toHaveLength(3);
});

test('planes that the cache has let go are read again where they are asked for, and only there', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 4, t: 1 });
  const context = { cache: createCache(1.5 * SIDE ** 2), now: () => 0 }; // less than a plane
  const { signal } = new AbortController();
  const settings = { ...defaultRecipe.develop, size: 16, z: 1 };
  await opened(source, settings, context, signal);
  expect(read).toHaveLength(1);
  const { developed, planes } = await opened(source, settings, context, signal);
  expect([developed.cached, read.length]).toEqual([true, 1]);
  expect((await planes()).channels[0]?.samples[0]).toBe(100);
  await planes();
  expect(read).toHaveLength(2);
});

test('a plane of strips that lie in a row is memory of its own, not the file’s', async () => {
  const { source } = countedStack({ side: SIDE, z: 4, t: 1 });
  const [one, other] = [await source.decode({ z: 1, t: 0 }), await source.decode({ z: 1, t: 0 })];
  const buffers = [one, other].map(({ channels }) => channels[0]?.samples.buffer);
  expect(buffers[0]?.byteLength).toBe(2 * SIDE ** 2);
  expect(buffers[0]).not.toBe(buffers[1]);
});
