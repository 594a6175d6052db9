import type { Picture } from '../src/engine/picture.ts';

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function picture(rows: readonly (readonly number[])[]): Picture {
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width))
    throw new Error('the rows of a drawn picture differ in length');
  return { width, height: rows.length, channels: 1, data: Uint8Array.from(rows.flat()) };
}

/** A grey picture from numbers 0..255, a row a line, parted by blanks. */
export const drawn = (text: string): Picture =>
  picture(lines(text).map((line) => line.split(/\s+/).map(Number)));

/** An edge map: `#` is 255, anything else 0; blanks are left out. */
export const mask = (text: string): Picture =>
  picture(
    lines(text).map((line) => [...line.replaceAll(/\s/g, '')].map((letter) => (letter === '#' ? 255 : 0))),
  );

/**
 * A path one pixel wide that runs to and fro over all of 2048x2048 pixels, in a ring of 0.
 *
 * @returns (side + 2)² marks, `value` on the path; its first pixel is at index side + 3.
 */
export function serpentine(value: number): { marks: Uint8Array<ArrayBuffer>; side: number; length: number } {
  const side = 2048;
  const stride = side + 2;
  const marks = new Uint8Array(stride * stride);
  for (let y = 0; y < side; y += 2) {
    const from = (y + 1) * stride + 1;
    marks.fill(value, from, from + side);
    if (y + 2 < side) marks[from + stride + (y % 4 === 0 ? side - 1 : 0)] = value;
  }
  return { marks, side, length: (side / 2) * side + side / 2 - 1 };
}
