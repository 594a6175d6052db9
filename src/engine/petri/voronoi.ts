import type { Point } from './scatter.ts';

/** Where a point lies among the cells around given points. */
export interface Place {
  /** Index of the nearest point. */
  cell: number;
  /** Distance to it. */
  distance: number;
  /** Distance to the nearest border of its cell. */
  border: number;
}

/** Finds for any place the nearest of the points and the border of its cell; the result is overwritten by the next call. */
export function voronoi(points: readonly Point[], spacing: number): (x: number, y: number) => Place {
  const reach = 1.6;
  const side = Math.ceil((2 * reach) / spacing);
  const buckets: number[][] = Array.from({ length: side * side }, () => []);
  const bucketOf = (v: number) => Math.min(side - 1, Math.max(0, Math.floor((v + reach) / spacing)));
  for (const [i, { x, y }] of points.entries()) buckets[bucketOf(y) * side + bucketOf(x)]!.push(i); // within the grid
  /** The points of the 5 x 5 buckets around each bucket. */
  const around = buckets.map((_, at) => {
    const near: number[] = [];
    const [column, row] = [at % side, Math.floor(at / side)];
    for (let y = Math.max(0, row - 2); y <= Math.min(side - 1, row + 2); y++) {
      for (let x = Math.max(0, column - 2); x <= Math.min(side - 1, column + 2); x++) {
        near.push(...buckets[y * side + x]!); // within the grid
      }
    }
    return Int32Array.from(near);
  });
  const px = Float64Array.from(points, ({ x }) => x);
  const py = Float64Array.from(points, ({ y }) => y);
  const place: Place = { cell: 0, distance: 0, border: 0 };
  return (x, y) => {
    const near = around[bucketOf(y) * side + bucketOf(x)]!; // within the grid
    let [cell, least] = [0, 9];
    for (const i of near) {
      const [dx, dy] = [px[i]! - x, py[i]! - y]; // `near` holds indices of points
      const d = dx * dx + dy * dy;
      if (d < least) [cell, least] = [i, d];
    }
    const [cx, cy] = [px[cell]!, py[cell]!]; // an index of points
    let border = 9;
    for (const i of near) {
      if (i === cell) continue;
      const [dx, dy] = [px[i]! - cx, py[i]! - cy]; // `near` holds indices of points
      const middle = (px[i]! + cx) / 2 - x;
      const d = (middle * dx + ((py[i]! + cy) / 2 - y) * dy) / Math.sqrt(dx * dx + dy * dy);
      if (d < border) border = d;
    }
    place.cell = cell;
    place.distance = Math.sqrt(least);
    place.border = border;
    return place;
  };
}
