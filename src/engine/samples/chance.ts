/** A number of the standard normal distribution (Box and Muller 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What a detector counts where `mean` quanta are expected: Poisson's distribution, by the normal one. */
export const counted = (mean: number, random: () => number): number =>
  Math.max(0, Math.round(mean + Math.sqrt(Math.max(0, mean)) * normal(random)));

/** A number from `low` to `high`. */
export const between = (low: number, high: number, random: () => number): number =>
  low + (high - low) * random();
