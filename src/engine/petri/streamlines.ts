import type { Noise } from './noise.ts';
import { type Point, scatter } from './scatter.ts';

const STEP = 0.03;
const MOST_STEPS = 26;
/** How far out a line may run: the square of a radius a little beyond the glass. */
const END = 1.25;
const SIDE = 64;

export interface Streamline {
  /** Where it began, somewhere along it. */
  readonly seed: Point;
  /** From end to end, four points or more. */
  readonly path: readonly Point[];
}

const bucketOf = (v: number) => Math.min(SIDE - 1, Math.max(0, Math.floor((v + 1.2) * (SIDE / 2.4))));

/** Remembers points, and tells whether a place is at least `distance` from all of them. */
function crowd() {
  const buckets: Point[][] = Array.from({ length: SIDE * SIDE }, () => []);
  return {
    add(point: Point): void {
      buckets[bucketOf(point.y) * SIDE + bucketOf(point.x)]!.push(point); // within the grid
    },
    isFree({ x, y }: Point, distance: number): boolean {
      const isNear = (p: Point) => (p.x - x) ** 2 + (p.y - y) ** 2 < distance * distance;
      for (let row = bucketOf(y - distance); row <= bucketOf(y + distance); row++) {
        for (let column = bucketOf(x - distance); column <= bucketOf(x + distance); column++) {
          if (buckets[row * SIDE + column]!.some(isNear)) return false; // within the grid
        }
      }
      return true;
    },
  };
}

/**
 * Lines along which a flow without source or sink runs, evenly spread: each begins where there is room and ends where it
 * comes near another (after Jobard and Lefer 1997, doi:10.1007/978-3-7091-6876-9_5).
 *
 * @param potential the flow follows its level lines.
 * @param spacing least distance from a line's seed to all lines before it; later the line may come a little nearer.
 */
export function* streamlines(random: () => number, potential: Noise, spacing: number): Generator<Streamline> {
  const taken = crowd();
  const next = ({ x, y }: Point, sign: number): Point => {
    const gx = potential(x + 0.01, y) - potential(x - 0.01, y);
    const gy = potential(x, y + 0.01) - potential(x, y - 0.01);
    const norm = (sign * STEP) / (Math.sqrt(gx * gx + gy * gy) + 1e-9);
    return { x: x - gy * norm, y: y + gx * norm };
  };
  for (const seed of scatter(random, 0.6 * spacing, 1.08)) {
    if (!taken.isFree(seed, spacing)) continue;
    const path = [seed];
    for (const sign of [1, -1]) {
      let at: Point = seed;
      for (let i = 0; i < MOST_STEPS; i++) {
        at = next(at, sign);
        if (at.x * at.x + at.y * at.y > END || !taken.isFree(at, 0.72 * spacing)) break;
        if (sign > 0) path.push(at);
        else path.unshift(at);
      }
    }
    if (path.length < 4) continue;
    for (const point of path) taken.add(point);
    yield { seed, path };
  }
}
