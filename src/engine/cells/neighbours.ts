import type { Labels } from '../picture.ts';

/** Cells are neighbours up to this distance between two of their pixels' centres: at most 3 px of background between. */
const REACH = 4;

/** Half of the places within reach, so that each pair is met once. */
const OFFSETS = Array.from({ length: (2 * REACH + 1) * (REACH + 1) }, (_, i) => ({
  dx: (i % (2 * REACH + 1)) - REACH,
  dy: Math.floor(i / (2 * REACH + 1)),
})).filter(({ dx, dy }) => dx * dx + dy * dy <= REACH * REACH && (dy > 0 || dx > 0));

/** For each label (entry 0 unused) its neighbours' labels, rising. */
export type Neighbours = readonly (readonly number[])[];

/** Cells that touch, or have at most 3 px of background between. */
export function neighbours({ data, width, height, count }: Labels): Neighbours {
  const near = Array.from({ length: count + 1 }, () => new Set<number>());
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const label = data[i]!; // in range, as all below
      if (!label || isInside(data, i, x, y, width, height)) continue;
      for (const { dx, dy } of OFFSETS) {
        if (x + dx < 0 || x + dx >= width || y + dy >= height) continue;
        const other = data[i + dy * width + dx]!;
        if (!other || other === label) continue;
        near[label]!.add(other);
        near[other]!.add(label);
      }
    }
  }
  return near.map((set) => [...set].sort((a, b) => a - b));
}

/** Whether the pixel and those beside it are of one cell: what lies nearer to another cell then stands for it. */
function isInside(
  data: Uint32Array,
  i: number,
  x: number,
  y: number,
  width: number,
  height: number,
): boolean {
  const label = data[i];
  return (
    x > 0 &&
    x < width - 1 &&
    y > 0 &&
    y < height - 1 &&
    data[i - 1] === label &&
    data[i + 1] === label &&
    data[i - width] === label &&
    data[i + width] === label
  );
}
