import { components } from '../ops/components.ts';
import type { Picture } from '../picture.ts';

/** A place where edges of a mask lie together. */
export interface Place {
  /** First and last column and row, both included. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  /** Pixels of the mask. */
  readonly pixels: number;
}

/** Pixels of a mask that lie so near are of one place. */
const NEAR = 3;
/** A place has at least so many pixels: fewer are crumbs, which Canny's thresholds take or leave by chance. */
const LEAST_PIXELS = 12;

/** What is within so many rows and columns of a pixel of the mask. */
function widened(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (mask[i] === 0) continue;
      const [top, bottom] = [Math.max(0, y - reach), Math.min(height - 1, y + reach)];
      const [left, right] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)];
      for (let row = top; row <= bottom; row++) out.fill(1, row * width + left, row * width + right + 1);
    }
  }
  return out;
}

/** The places of a mask, the longest first. @param mask 1 channel: what is not 0 belongs to it. */
export function places({ width, height, data }: Picture): Place[] {
  const { count, data: part } = components(widened(data, width, height, NEAR), width, height);
  const found = Array.from({ length: count }, () => ({
    box: [width, height, -1, -1] as [number, number, number, number],
    pixels: 0,
  }));
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    const one = found[part[i]! - 1]!; // each pixel of the mask is in a part
    const [left, top, right, bottom] = one.box;
    const [x, y] = [i % width, Math.floor(i / width)];
    one.box = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    one.pixels++;
  }
  return found.filter(({ pixels }) => pixels >= LEAST_PIXELS).sort((a, b) => b.pixels - a.pixels);
}
