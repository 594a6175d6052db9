import type { Planes } from '../picture.ts';

/** How far two pictures of one size are apart, in their own levels. */
export interface Difference {
  readonly pixels: number;
  /** Of them, those that differ in any channel. */
  readonly differing: number;
  /** Over all values. */
  readonly mean: number;
  readonly most: number;
}

/** @returns null where they are of other sizes or channels. */
export function pictureDifference(a: Planes, b: Planes): Difference | null {
  const isAlike = a.width === b.width && a.height === b.height && a.channels.length === b.channels.length;
  if (!isAlike) return null;
  const pixels = a.width * a.height;
  const differs = new Uint8Array(pixels);
  let [sum, most] = [0, 0];
  for (const [c, { samples }] of a.channels.entries()) {
    const others = b.channels[c]?.samples;
    for (let i = 0; i < pixels; i++) {
      const apart = Math.abs((samples[i] ?? 0) - (others?.[i] ?? 0));
      if (apart === 0) continue;
      differs[i] = 1;
      sum += apart;
      if (apart > most) most = apart;
    }
  }
  return {
    pixels,
    differing: differs.reduce((count, one) => count + one, 0),
    mean: sum / (pixels * a.channels.length),
    most,
  };
}
