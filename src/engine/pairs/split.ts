import { randomFrom } from '../random.ts';

/**
 * Which of `count` pairs are learnt from and which are held out: shuffled by the seed (Fisher and Yates), the first
 * tenth held out, at least one. The scripts of `training/` divide in the same way.
 *
 * @returns indices in rising order.
 */
export function divided(count: number, seed: number): { learnt: number[]; held: number[] } {
  const random = randomFrom(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number]; // both in range
  }
  const held = Math.max(1, Math.round(count / 10));
  const rising = (indices: number[]) => indices.toSorted((a, b) => a - b);
  return { learnt: rising(order.slice(held)), held: rising(order.slice(0, held)) };
}
