import { expect, test } from 'vitest';
import { petriDataSet } from './data-set.ts';
import { dishKinds, kindOf } from './dish.ts';

test('a data set holds every kind equally often, and no dish twice', () => {
  const dishes = petriDataSet(3, 10 * dishKinds.length);
  expect(new Set(dishes).size).toBe(dishes.length);
  for (const kind of dishKinds) expect(dishes.filter((dish) => kindOf(dish) === kind)).toHaveLength(10);
});

test('a small data set is the start of a large one of the same seed', () => {
  expect(petriDataSet(1, 200).slice(0, 37)).toEqual(petriDataSet(1, 37));
  expect(petriDataSet(2, 37)).not.toEqual(petriDataSet(1, 37));
});
