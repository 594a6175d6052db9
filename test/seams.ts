import type { NetPicture } from '../src/engine/dream/net-picture.ts';
import { mean } from '../src/engine/metrics/mean.ts';

/** Places along the sides of a picture: the row or column that a line stands before. */
export interface Lines {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Mean absolute difference across each line, from 1 on: between row or column `line` and the one before it. */
export function stepsAcross({ width, height, values }: NetPicture): {
  rows: Float64Array;
  columns: Float64Array;
} {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  const at = (y: number, x: number, c: number) => values[(y * width + x) * 3 + c] as number; // within, by the loops
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        if (y > 0) rows[y] = (rows[y] as number) + Math.abs(at(y, x, c) - at(y - 1, x, c)) / width / 3;
        if (x > 0) columns[x] = (columns[x] as number) + Math.abs(at(y, x, c) - at(y, x - 1, c)) / height / 3;
      }
    }
  }
  return { rows, columns };
}

/**
 * Mean absolute difference across borders over that elsewhere, of neighbouring rows and of neighbouring columns; where
 * borders are seen, the ratio is above 1.
 *
 * @param isCompared which of the other lines count as elsewhere.
 */
export function seams(
  picture: NetPicture,
  borders: Lines,
  isCompared: (line: number) => boolean = () => true,
): { readonly rows: number; readonly columns: number } {
  const found = stepsAcross(picture);
  const ratio = (along: 'rows' | 'columns') => acrossOver(found[along], borders[along], isCompared);
  return { rows: ratio('rows'), columns: ratio('columns') };
}

/** The mean of some lines' differences over that of the others which are compared, line 0 left out. */
export function acrossOver(
  steps: Float64Array,
  lines: readonly number[],
  isCompared: (line: number) => boolean = () => true,
): number {
  const all = [...steps].map((step, line) => ({ step, line })).slice(1);
  const at = new Set(lines);
  const across = all.filter(({ line }) => at.has(line));
  const elsewhere = all.filter(({ line }) => !at.has(line) && isCompared(line));
  return mean(across.map(({ step }) => step)) / mean(elsewhere.map(({ step }) => step));
}
