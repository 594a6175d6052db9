/** Calls back after some milliseconds; returns the way to stop that. Handed in, so that tests need not wait. */
export type After = (ms: number, then: () => void) => () => void;

export const browserAfter: After = (ms, then) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
