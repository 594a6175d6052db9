import { components } from '../ops/components.ts';
import type { Labels } from '../picture.ts';

/** A closed line along the pixels' edges: x0, y0, x1, y1, ... in pixels from the picture's top left corner, the first point not repeated. */
export type Ring = readonly number[];

/** The outline of one cell: each part as its outer ring (clockwise as seen on the screen) and the rings of its holes (the other way). */
export type Outline = readonly { readonly outer: Ring; readonly holes: readonly Ring[] }[];

/** Right, down, left, up: the pixel that an edge bounds lies on its right-hand side. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** The outlines of all cells, in the order of their labels. Filled, they give the same pixels. */
export function outlines(labels: Labels): Outline[] {
  const { width, height, data, count } = labels;
  // Parts of one cell that only meet at a corner have outlines of their own; a part that meets itself there encloses a hole.
  const part = components(data, width, height).data;
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : part[y * width + x]!;
  // Which of a pixel's four edges were walked: a bit each, by the direction that the edge is walked in.
  const walked = new Uint8Array(data.length);
  const rings: Ring[][] = Array.from({ length: count + 1 }, () => []);

  /** Follows the edge of one part from the top edge of a pixel. */
  const follow = (left: number, top: number): Ring => {
    const own = at(left, top);
    const points: number[] = [];
    let [x, y, way] = [left, top, 0]; // a corner, and the direction in which its edge is left
    do {
      points.push(x, y);
      const first = way;
      while (way === first) {
        const [dx, dy] = STEPS[way]!; // 0..3
        const [px, py] = inside(x, y, way);
        walked[py * width + px]! |= 1 << way;
        x += dx;
        y += dy;
        // Whichever of the two pixels ahead are of the part say where its edge goes on.
        const [rx, ry] = inside(x, y, way);
        const [dlx, dly] = STEPS[(way + 3) % 4]!; // 0..3
        if (at(rx + dlx, ry + dly) === own) way = (way + 3) % 4;
        else if (at(rx, ry) !== own) way = (way + 1) % 4;
      }
    } while (x !== left || y !== top || way !== 0);
    return points;
  };

  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = at(x, y);
      const isBegin = own !== 0 && at(x, y - 1) !== own && !(walked[y * width + x]! & 1);
      if (isBegin) rings[data[y * width + x]!]!.push(follow(x, y));
    }
  }
  return rings.slice(1).map(withHoles);
}

/** The pixel on the right-hand side of the edge that leaves a corner in a direction. */
const inside = (x: number, y: number, way: number): readonly [number, number] =>
  way === 0 ? [x, y] : way === 1 ? [x - 1, y] : way === 2 ? [x - 1, y - 1] : [x, y - 1];

/** Twice the area that a ring encloses: positive where it runs clockwise on the screen. */
export function doubleArea(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    sum += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!; // both in range
  }
  return sum;
}

/** Gives each hole to the part that it lies in: the smallest outer ring around it. */
function withHoles(rings: readonly Ring[]): Outline {
  const outers = rings
    .filter((ring) => doubleArea(ring) > 0)
    .map((outer) => ({ outer, holes: [] as Ring[], size: doubleArea(outer) }));
  const bySize = outers.toSorted((a, b) => a.size - b.size);
  for (const hole of rings) {
    if (doubleArea(hole) > 0) continue;
    bySize.find(({ outer }) => isAround(outer, hole[0]! - 0.5, hole[1]! - 0.5))?.holes.push(hole); // a pixel of the cell
  }
  return outers.map(({ outer, holes }) => ({ outer, holes }));
}

/** Whether a point that lies on no edge is inside a ring (even-odd rule). */
function isAround(ring: Ring, x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [x1, y1, x2, y2] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]; // in range
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) isInside = !isInside;
  }
  return isInside;
}

/** The label map that outlines give when filled: pixels whose centres lie inside. The inverse of `outlines`. */
export function filled(
  outlined: readonly Outline[],
  width: number,
  height: number,
): Uint32Array<ArrayBuffer> {
  const data = new Uint32Array(width * height);
  for (const [index, outline] of outlined.entries()) {
    for (const { outer, holes } of outline) {
      const [first, last] = rowsOf([outer, ...holes], height);
      for (let y = first; y < last; y++) {
        const crossings = [outer, ...holes]
          .flatMap((ring) => crossingsAt(ring, y + 0.5))
          .sort((a, b) => a - b);
        for (let k = 0; k + 1 < crossings.length; k += 2) {
          const from = Math.max(0, Math.ceil(crossings[k]! - 0.5)); // both in range
          const to = Math.min(width, Math.ceil(crossings[k + 1]! - 0.5));
          if (from < to) data.fill(index + 1, y * width + from, y * width + to);
        }
      }
    }
  }
  return data;
}

/** The rows of a picture that rings can reach: the first, and the one after the last. */
function rowsOf(rings: readonly Ring[], height: number): readonly [first: number, last: number] {
  let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 2) {
      top = Math.min(top, ring[i]!); // in range
      bottom = Math.max(bottom, ring[i]!);
    }
  }
  return [Math.max(0, Math.floor(top)), Math.min(height, Math.ceil(bottom))];
}

/** Where a ring crosses a horizontal line that goes through none of its corners. */
function crossingsAt(ring: Ring, y: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [x1, y1, x2, y2] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]; // in range
    if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
  }
  return found;
}
