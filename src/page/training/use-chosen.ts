import { useState } from 'react';
import type { Pictures, Source } from '../../bridge/messages.ts';
import { ownPictures } from '../../state/training-jobs.ts';
import { useStudio } from '../desk.ts';

/** Dishes that are offered to someone who has no picture of their own. */
const DISHES = 40;

/** The pictures that pairs are to be made of: those of the tray that were not left out, and dishes. */
export interface Chosen {
  readonly own: readonly Source[];
  /** What is wrong with those that cannot be read. */
  readonly faults: readonly string[];
  readonly pictures: Pictures;
  readonly count: number;
  isChosen(id: string): boolean;
  toggle(id: string): void;
  setDishes(count: number): void;
}

export function useChosen(): Chosen {
  const items = useStudio((state) => state.items);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setDishes] = useState<number | null>(null);
  const own = ownPictures(items).map(({ source }) => source);
  const faults = items.flatMap(({ sentence, origin }) =>
    sentence !== null && origin === null ? [sentence] : [],
  );
  const sources = own.filter(({ id }) => !leftOut.has(id));
  const dishes = wanted ?? (own.length === 0 ? DISHES : 0);
  return {
    own,
    faults,
    pictures: { sources, dishes },
    count: sources.length + dishes,
    isChosen: (id) => !leftOut.has(id),
    toggle(id) {
      const next = new Set(leftOut);
      if (!next.delete(id)) next.add(id);
      setLeftOut(next);
    },
    setDishes,
  };
}
