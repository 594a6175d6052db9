/**
 * A seeded stream of numbers in [0, 1): the only source of chance in the engine.
 * Mulberry32 (32-bit state, period 2^32), the same on every machine.
 */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A stream of chance of its own for every step, so that a run that was stopped goes on as if it had not. */
export const randomOfStep = (seed: number, step: number): (() => number) =>
  randomFrom((seed ^ Math.imul(step + 1, 0x9e3779b1)) >>> 0);
