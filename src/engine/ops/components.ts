import type { Labels } from '../picture.ts';

/**
 * The parts of a mask, or of each label of a map: pixels of one value that a chain of neighbours above, below, left or right
 * joins (not across corners), numbered in the order of their first pixels.
 *
 * @param mask height * width values; what is not 0 belongs to a part.
 */
export function components(mask: Uint8Array | Uint32Array, width: number, height: number): Labels {
  const data = new Uint32Array(width * height);
  const stack: number[] = [];
  let count = 0;
  let value = 0;
  const take = (i: number) => {
    if (mask[i] !== value || data[i]) return;
    data[i] = count;
    stack.push(i);
  };
  for (let start = 0; start < data.length; start++) {
    if (!mask[start] || data[start]) continue;
    value = mask[start]!;
    count++;
    take(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      if (x > 0) take(i - 1);
      if (x < width - 1) take(i + 1);
      if (i >= width) take(i - width);
      if (i < data.length - width) take(i + width);
    }
  }
  return { width, height, count, data };
}
