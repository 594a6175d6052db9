import { openedPlanes } from '../formats/opened-planes.ts';
import { petriDataSet } from '../petri/data-set.ts';
import { drawDish } from '../petri/dish.ts';
import { planesOf } from '../picture.ts';
import type { Source } from '../source.ts';

/** The dishes of a petri data set, `size` pixels wide, each drawn when it is asked for: `dish-000`, `dish-001`, ... */
export const dishSources = (seed: number, count: number, size: number): Source[] =>
  petriDataSet(seed, count).map((dish, i) => {
    const decode = async () => planesOf(drawDish(dish, size));
    return {
      id: `dish:${dish}:${size}`,
      name: `dish-${String(i).padStart(3, '0')}`,
      open: async () => openedPlanes(await decode(), decode),
      decode,
      fingerprint: async () => `drawn:dish:${dish}:${size}`,
    };
  });
