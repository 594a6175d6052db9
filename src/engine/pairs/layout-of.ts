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

/** Share of other pixels up to which a half may be an edge map. */
const FEW = 0.02;

/**
 * In which half of a picture the edges are: the one with fewer pixels that are neither black nor white. (A field with a
 * single small nucleus is nearly black too.)
 *
 * @param image RGB, of an even width.
 * @returns null where both halves have many, so that the picture is no pair.
 */
export function layoutOf(image: Picture): Layout | null {
  const [left, right] = [coloured(image, 0), coloured(image, image.width / 2)];
  if (Math.min(left, right) > FEW) return null;
  return left <= right ? 'AB' : 'BA';
}
