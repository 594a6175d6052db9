/** A byte, 0..255, as the networks take it: -1..1. */
export const toNetRange = (byte: number): number => byte / 127.5 - 1;

/** What a network gave, -1..1, as a byte. What is out of range is cut. */
export function fromNetRange(value: number): number {
  const byte = (value + 1) * 127.5 + 0.5; // to be cut to a whole one: takes half as long as Math.round with two bounds
  return byte >= 255.5 ? 255 : byte > 0 ? byte | 0 : 0;
}
