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
