import { expect, test } from 'vitest';
import { createCache } from '../cache.ts';
import { type DevelopRecipe, defaultRecipe } from '../recipe.ts';
import { countedStack } from './counted-stack.fixture.ts';
import { opened } from './opened.ts';
import { planesAhead } from './planes-ahead.ts';

const SIDE = 64;
const { signal } = new AbortController();
const at = (place: Partial<DevelopRecipe>) => ({ ...defaultRecipe.develop, size: 32, ...place });
const room = () => ({ cache: createCache(2 ** 20), now: () => 0 });

type Asked = Parameters<typeof planesAhead>;

async function ahead(
  source: Asked[0],
  recipe: Asked[1],
  context: Asked[2],
  budget = 2 ** 20,
): Promise<number> {
  let steps = 0;
  for await (const _ of planesAhead(source, recipe, context, signal, budget)) steps++;
  return steps;
}

test('the planes after the one in work are read and developed, the first after the last', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 4, t: 2 });
  const context = room();
  await opened(source, at({ z: 2, time: 1 }), context, signal);
  expect(await ahead(source, at({ z: 2, time: 1 }), context)).toBe(3);
  expect(read).toEqual(['2 1', '3 1', '0 1', '1 1']);
  for (const z of [0, 1, 2, 3]) {
    const { developed } = await opened(source, at({ z, time: 1 }), context, signal);
    expect(developed.cached).toBe(true);
  }
  expect(read).toHaveLength(4);
});

test('a single plane is followed in time; of a projection nothing is read', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 1, t: 3 });
  const context = room();
  await opened(source, at({}), context, signal);
  await ahead(source, at({}), context);
  expect(read).toEqual(['0 0', '0 1', '0 2']);
  expect(await ahead(source, at({ z: 'max' }), context)).toBe(0);
});

test('nothing is read where the cache did not take the plane in work', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 4, t: 1 });
  const context = { ...room(), cache: createCache(1.5 * SIDE ** 2) }; // less than a plane
  await opened(source, at({}), context, signal);
  expect(await ahead(source, at({}), context)).toBe(0);
  expect(read).toEqual(['0 0']);
});

test('what is read and developed stays within its budget, and the nearest planes are there afterwards', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 30, t: 1 });
  const context = room();
  await opened(source, at({ size: SIDE }), context, signal);
  const budget = 10 * context.cache.bytes;
  expect(await ahead(source, at({ size: SIDE }), context, budget)).toBe(9);
  expect(context.cache.bytes).toBeLessThanOrEqual(budget);
  expect(read).toHaveLength(10);
  await opened(source, at({ size: SIDE, z: 1 }), context, signal);
  expect(read).toHaveLength(10);
});

test('a signal ends it between two planes', async () => {
  const { source, read } = countedStack({ side: SIDE, z: 4, t: 1 });
  const context = room();
  await opened(source, at({}), context, signal);
  const abort = new AbortController();
  const steps = planesAhead(source, at({}), context, abort.signal, 2 ** 20);
  await steps.next();
  await steps.next();
  abort.abort(new Error('enough'));
  await expect(steps.next()).rejects.toThrow('enough');
  expect(read).toEqual(['0 0', '1 0']);
});
