import type { Picture } from '../picture.ts';
import type { Layout } from './pair-image.ts';

/** How far JPEG may move black and white. */
const NEAR = 64;

/** Share of a half's pixels that are neither black nor white; of an edge map there are hardly any. */
function coloured({ data, width, height }: Picture, from: number): number {
  const side = width / 2;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = from; x < from + side; x++) {
      const rgb = data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3);
      if (!(rgb.every((value) => value <= NEAR) || rgb.every((value) => value >= 255 - NEAR))) count++;
    }
  }
  return count / (side * height);
}

/**
 * In which half of a picture the edges are: the one that is black and white but for a fiftieth of it.
 *
 * @param image RGB, of an even width.
 * @returns null where neither half is, so that the picture is no pair; `AB` where both are.
 */
export function layoutOf(image: Picture): Layout | null {
  if (coloured(image, 0) < 0.02) return 'AB';
  return coloured(image, image.width / 2) < 0.02 ? 'BA' : null;
}
