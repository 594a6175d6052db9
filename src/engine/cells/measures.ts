import type { Labels } from '../picture.ts';
import { atBorder } from './labels.ts';
import { type Neighbours, neighbours } from './neighbours.ts';

/**
 * What is measured of one cell, in pixels of the label map; definitions and names as scikit-image's `regionprops`. Places are
 * those of pixels' centres, the first pixel being (0, 0).
 */
export interface Measures {
  readonly label: number;
  readonly area: number;
  readonly centroid: readonly [x: number, y: number];
  /** First and last column and row, both included. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  /** Of the circle of the same area. */
  readonly equivalentDiameter: number;
  /** After Benkrid and Crookes (2000), as scikit-image's `perimeter` with 4 neighbours. */
  readonly perimeter: number;
  /** 4 pi area / perimeter squared: 1 for a large disc, less for anything else; small cells can pass 1. NaN for one pixel. */
  readonly circularity: number;
  /** Axes of the ellipse of the same second moments. */
  readonly majorAxis: number;
  readonly minorAxis: number;
  /** 1 - minor / major axis: 0 for a disc, 1 for a line. */
  readonly elongation: number;
  /** Angle between the rows' direction (down) and the major axis, -pi/2..pi/2, as scikit-image's `orientation`. */
  readonly orientation: number;
  /** Cells that touch this one or have at most 3 px of background between. */
  readonly neighbours: number;
  /** The cell touches the border of the picture: part of it may be missing. */
  readonly atBorder: boolean;
  /** Of each channel that was handed in, in the file's own numbers. */
  readonly brightness: readonly { readonly mean: number; readonly total: number }[];
}

/**
 * @param channels raw values at each pixel of the label map, one array a channel.
 * @param near as `neighbours` finds them, where they are known.
 * @returns one entry a cell, in the order of the labels.
 */
export function measures(
  labels: Labels,
  channels: readonly ArrayLike<number>[] = [],
  near: Neighbours = neighbours(labels),
): Measures[] {
  const { count, data, width } = labels;
  const sums = Array.from({ length: count + 1 }, () => ({
    area: 0,
    x: 0,
    y: 0,
    xx: 0,
    xy: 0,
    yy: 0,
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: 0,
    bottom: 0,
    totals: channels.map(() => 0),
  }));
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue;
    const sum = sums[data[i]!]!; // labels are 0..count
    const x = i % width;
    const y = (i - x) / width;
    sum.area++;
    sum.x += x;
    sum.y += y;
    sum.xx += x * x;
    sum.xy += x * y;
    sum.yy += y * y;
    sum.left = Math.min(sum.left, x);
    sum.right = Math.max(sum.right, x);
    sum.top = Math.min(sum.top, y);
    sum.bottom = Math.max(sum.bottom, y);
    for (const [c, values] of channels.entries()) sum.totals[c]! += values[i]!; // as many as channels
  }
  const lengths = perimeters(labels);
  const cut = atBorder(labels);
  return sums.slice(1).map((sum, index) => {
    const label = index + 1;
    const { area } = sum;
    const [x, y] = [sum.x / area, sum.y / area];
    const perimeter = lengths[label]!; // one a label
    return {
      label,
      area,
      centroid: [x, y],
      box: [sum.left, sum.top, sum.right, sum.bottom],
      equivalentDiameter: Math.sqrt((4 * area) / Math.PI),
      perimeter,
      circularity: perimeter > 0 ? (4 * Math.PI * area) / perimeter ** 2 : Number.NaN,
      ...ellipse(sum.xx / area - x * x, sum.xy / area - x * y, sum.yy / area - y * y),
      neighbours: near[label]!.length,
      atBorder: cut[label] === 1,
      brightness: sum.totals.map((total) => ({ mean: total / area, total })),
    };
  });
}

/** @param xx, xy, yy variances and covariance of the columns and rows of a cell's pixels. */
function ellipse(xx: number, xy: number, yy: number) {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  const majorAxis = 4 * Math.sqrt(Math.max(0, middle + spread));
  const minorAxis = 4 * Math.sqrt(Math.max(0, middle - spread));
  const isRound = Math.abs(xx - yy) < 1e-12 * (xx + yy);
  const orientation = isRound ? (xy > 0 ? Math.PI / 4 : -Math.PI / 4) : 0.5 * Math.atan2(2 * xy, yy - xx);
  return {
    majorAxis,
    minorAxis,
    elongation: majorAxis > 0 ? 1 - minorAxis / majorAxis : 0,
    orientation,
  };
}

const DIAGONAL = Math.SQRT2;
const CORNER = (1 + Math.SQRT2) / 2;
/** Length that a border pixel adds, by 1 + 2 a border pixel beside it + 10 one at its corner. */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  ...[5, 7, 15, 17, 25, 27].map((key) => [key, 1] as const),
  [21, DIAGONAL],
  [33, DIAGONAL],
  [13, CORNER],
  [23, CORNER],
]);

/** Of each label; entry 0 is unused. A pixel is at its cell's border where one of its four neighbours is not of the cell. */
function perimeters({ data, width, height, count }: Labels): Float64Array {
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : data[y * width + x]!;
  const border = new Uint32Array(data.length); // the label of a border pixel, else 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const label = at(x, y);
      const isInside =
        at(x - 1, y) === label && at(x + 1, y) === label && at(x, y - 1) === label && at(x, y + 1) === label;
      if (!isInside) border[y * width + x] = label;
    }
  }
  const lengths = new Float64Array(count + 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const label = border[y * width + x]!;
      if (!label) continue;
      let key = 1;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const isThere = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
          if ((dx || dy) && isThere && border[(y + dy) * width + x + dx] === label) key += dx && dy ? 10 : 2;
        }
      }
      lengths[label]! += LENGTHS.get(key) ?? 0;
    }
  }
  return lengths;
}
