/** A byte, 0..255, as the networks take it: -1..1. */
export const toNetRange = (byte: number): number => byte / 127.5 - 1;

/** What a network gave, -1..1, as a byte. What is out of range is cut. */
export const fromNetRange = (value: number): number =>
  Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
