import type { Disc } from './pack.ts';
import type { Point } from './scatter.ts';

/** A stroke with round ends: from one place and radius to another. A disc where both places are the same. */
export interface Capsule {
  readonly from: Point;
  readonly to: Point;
  readonly fromRadius: number;
  readonly toRadius: number;
  /** Capsules of one stroke melt together; those of a stroke stand next to each other in the list. */
  readonly stroke: number;
}

/** A disc as a stroke of its own. */
export const dot = (disc: Disc, stroke: number): Capsule => ({
  from: disc,
  to: disc,
  fromRadius: disc.radius,
  toRadius: disc.radius,
  stroke,
});

/** A capsule seen from a place. */
export interface Hit {
  /** Index of the capsule; -1 where none is near. */
  index: number;
  /** The stroke that it belongs to; -1 where none is near. */
  stroke: number;
  /** Distance to its outline, negative inside. */
  distance: number;
  /** Where along it, 0..1. */
  along: number;
  /** Its radius there. */
  radius: number;
}

const REACH = 1.2;
const SIDE = 120;
const BUCKET = (2 * REACH) / SIDE;
/** Numbers of a capsule in the flat list: start, way, radius, growth of the radius, 1 / length squared, stroke. */
const FIELDS = 8;

const bucketOf = (v: number) => Math.min(SIDE - 1, Math.max(0, Math.floor((v + REACH) / BUCKET)));

/**
 * Finds the capsules around a place.
 *
 * @param margin how far outside of its outline a capsule is still seen.
 * @param order `nearest`: the one whose outline is nearest, inside counting as nearer; `top`: the last stroke of the list
 *   that is seen.
 * @returns a function of the place, whose result is overwritten by the next call.
 */
export function capsules(
  list: readonly Capsule[],
  margin: number,
  order: 'nearest' | 'top',
): (x: number, y: number) => Hit {
  const flat = new Float64Array(list.length * FIELDS);
  for (const [i, { from, to, fromRadius, toRadius, stroke }] of list.entries()) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const squared = dx * dx + dy * dy;
    const inverse = squared === 0 ? 0 : 1 / squared;
    flat.set([from.x, from.y, dx, dy, fromRadius, toRadius - fromRadius, inverse, stroke], i * FIELDS);
  }
  let along = 0;
  let radius = 0;
  /** Distance to an outline; leaves `along` and `radius`. */
  function measure(index: number, x: number, y: number): number {
    const at = index * FIELDS; // all eight fields are in the list
    const [ex, ey] = [x - flat[at]!, y - flat[at + 1]!];
    const [dx, dy] = [flat[at + 2]!, flat[at + 3]!];
    const t = (ex * dx + ey * dy) * flat[at + 6]!;
    along = t < 0 ? 0 : t > 1 ? 1 : t;
    radius = flat[at + 4]! + flat[at + 5]! * along;
    const [ox, oy] = [ex - along * dx, ey - along * dy];
    return Math.sqrt(ox * ox + oy * oy) - radius;
  }

  const buckets: number[][] = Array.from({ length: SIDE * SIDE }, () => []);
  for (const [index, { from, to, fromRadius, toRadius }] of list.entries()) {
    const far = Math.max(fromRadius, toRadius) + margin;
    const [left, right] = [Math.min(from.x, to.x) - far, Math.max(from.x, to.x) + far];
    const [top, bottom] = [Math.min(from.y, to.y) - far, Math.max(from.y, to.y) + far];
    for (let row = bucketOf(top); row <= bucketOf(bottom); row++) {
      for (let column = bucketOf(left); column <= bucketOf(right); column++) {
        const distance = measure(index, (column + 0.5) * BUCKET - REACH, (row + 0.5) * BUCKET - REACH);
        if (distance < margin + 0.75 * BUCKET) buckets[row * SIDE + column]!.push(index); // within the grid
      }
    }
  }

  const hit: Hit = { index: -1, stroke: -1, distance: margin, along: 0, radius: 0 };
  return (x, y) => {
    hit.index = -1;
    hit.stroke = -1;
    hit.distance = margin;
    const near = buckets[bucketOf(y) * SIDE + bucketOf(x)]!; // within the grid
    for (let i = 0; i < near.length; i++) {
      const index = near[i]!; // below the length
      const distance = measure(index, x, y);
      if (distance >= margin) continue;
      const stroke = flat[index * FIELDS + 7]!; // the last field
      if (distance >= hit.distance && (order === 'nearest' || stroke === hit.stroke)) continue;
      hit.index = index;
      hit.stroke = stroke;
      hit.distance = distance;
      hit.along = along;
      hit.radius = radius;
    }
    return hit;
  };
}
