import { within } from './paint.ts';

/** Where a number lies among bands. */
export interface Band {
  /** Counts from 0 at zero; stays at the last beyond the end. */
  index: number;
  /** 0..1 from its lower to its upper border. */
  inside: number;
  /** Distance to the nearer of its borders. */
  border: number;
}

const END = 6;

/** Cuts 0..6 into bands of random widths; the result is overwritten by the next call. */
export function bands(random: () => number, least: number, most: number): (value: number) => Band {
  const borders = [0];
  for (let at = 0; at < END; borders.push(at)) at += within(random, least, most);
  const band: Band = { index: 0, inside: 0, border: 0 };
  return (value) => {
    let [low, high] = [0, borders.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (borders[middle]! <= value)
        low = middle; // low < middle < high
      else high = middle;
    }
    const [lower, upper] = [borders[low]!, borders[high]!]; // both are in the list
    band.index = low;
    band.inside = Math.min(1, Math.max(0, (value - lower) / (upper - lower)));
    band.border = Math.min(Math.abs(value - lower), Math.abs(upper - value));
    return band;
  };
}
