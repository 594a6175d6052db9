import { between } from './chance.ts';

/** A round thing's place: centre and radius in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * Throws things onto a square at random and keeps those that keep their distance; some lie across its border.
 *
 * @param radiusOf draws a radius.
 * @param closeness draws how near two may come, as a share of the sum of their radii: 1 touches, less overlaps.
 * @param taken what lies there already.
 */
export function scattered(
  side: number,
  throws: number,
  radiusOf: () => number,
  closeness: () => number,
  random: () => number,
  taken: readonly Place[] = [],
): Place[] {
  const places: Place[] = [];
  for (let n = 0; n < throws; n++) {
    const radius = radiusOf();
    const x = between(-radius, side + radius, random);
    const y = between(-radius, side + radius, random);
    const share = closeness();
    const isFree = (other: Place, nearest: number) =>
      Math.hypot(other.x - x, other.y - y) > nearest * (other.radius + radius);
    if (taken.every((other) => isFree(other, 1)) && places.every((other) => isFree(other, share))) {
      places.push({ x, y, radius });
    }
  }
  return places;
}
