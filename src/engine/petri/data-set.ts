import { randomFrom } from '../random.ts';
import { type DishKind, dishKinds, kindOf } from './dish.ts';

/** The seed of *the* data set: its first 200 dishes are what the shipped models were trained and tested on. */
export const DATA_SET_SEED = 1;

/**
 * The dishes of a data set: every kind equally often, in an order that is thrown anew for each round of kinds. Fewer
 * dishes of the same seed are the first of many.
 *
 * @returns `count` seeds for `drawDish`.
 */
export function petriDataSet(seed: number, count: number): number[] {
  const random = randomFrom(seed);
  const dishOf = (kind: DishKind): number => {
    for (;;) {
      const dish = Math.floor(random() * 2 ** 32);
      if (kindOf(dish) === kind) return dish;
    }
  };
  const dishes: number[] = [];
  while (dishes.length < count) {
    const round = dishKinds.map((kind) => ({ kind, place: random() })).sort((a, b) => a.place - b.place);
    dishes.push(...round.map(({ kind }) => dishOf(kind)));
  }
  return dishes.slice(0, count);
}
