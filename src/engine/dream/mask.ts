import { gaussianBlur } from '../ops/gaussian.ts';
import { otsuThreshold } from '../ops/otsu.ts';
import { drawStrokes } from '../ops/strokes.ts';
import type { Labels, Picture } from '../picture.ts';
import type { DreamRecipe } from '../recipe.ts';

/** Standard deviation of the mask's soft border, in pixels. */
const SOFT = 2;

/**
 * Where the dream may change a picture.
 *
 * @param grey 1 channel, the developed picture.
 * @param labels its cells; where they are not known, cells are the class (Otsu) that is rarer along the picture's border.
 * @returns height * width shares, 0..1, with soft borders; null for everywhere.
 */
export function dreamMask(
  grey: Picture,
  { mask, strokes }: Pick<DreamRecipe, 'mask' | 'strokes'>,
  labels: Labels | null = null,
): Float32Array | null {
  if (mask === 'everywhere') return null;
  const closed: Picture = { ...grey, data: new Uint8Array(grey.data.length) };
  const open = mask === 'painted' ? drawStrokes(closed, strokes) : labels ? inside(labels) : cellsOf(grey);
  const soft = Float32Array.from(gaussianBlur(open, SOFT).data, (value) => value / 255);
  return mask === 'outside' ? soft.map((share) => 1 - share) : soft;
}

const inside = ({ width, height, data }: Labels): Picture => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from(data, (label) => (label ? 255 : 0)),
});

/** 255 in the cells, 0 on the ground. */
function cellsOf(grey: Picture): Picture {
  const { width, height, data } = grey;
  const level = otsuThreshold(grey);
  let bright = 0;
  for (let x = 0; x < width; x++)
    bright += Number(data[x]! > level) + Number(data[(height - 1) * width + x]! > level);
  for (let y = 0; y < height; y++)
    bright += Number(data[y * width]! > level) + Number(data[(y + 1) * width - 1]! > level);
  const groundIsBright = bright > width + height;
  return { ...grey, data: data.map((value) => (value > level === groundIsBright ? 0 : 255)) };
}
