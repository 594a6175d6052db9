import type { Picture } from '../picture.ts';

/** The parts into which edges cut a picture. */
export interface Regions {
  /** height * width numbers: 0 on an edge, else the region, 1..count. */
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * Numbers the regions between edges, in the order of their first pixels: pixels off the edges that a chain of neighbours
 * above, below, left or right joins. (Not across corners, where an edge one pixel wide has gaps.)
 *
 * @param edges 1 channel: an edge is what is not 0.
 */
export function regionsBetween({ data, width, height }: Picture): Regions {
  const labels = new Int32Array(width * height);
  const stack: number[] = [];
  let count = 0;
  const take = (i: number) => {
    if (data[i] !== 0 || labels[i] !== 0) return;
    labels[i] = count;
    stack.push(i);
  };
  for (let start = 0; start < labels.length; start++) {
    if (data[start] !== 0 || labels[start] !== 0) continue;
    count++;
    take(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      if (x > 0) take(i - 1);
      if (x < width - 1) take(i + 1);
      if (i >= width) take(i - width);
      if (i < labels.length - width) take(i + width);
    }
  }
  return { labels, count };
}
