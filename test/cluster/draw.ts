import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeTiff } from '../../src/engine/formats/tiff-write.ts';
import { discs } from '../discs.ts';

/** The names of drawn pictures: three folders, in which names repeat. */
export const drawnNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `plate-${1 + (i % 3)}/well ${Math.floor(i / 3)}.tif`);

/** Writes so many pictures of discs, no two alike, as 8-bit TIFFs with a pixel size. @returns their names. */
export function drawPictures(folder: string, count: number, side: number): readonly string[] {
  const names = drawnNames(count);
  for (const [i, name] of names.entries()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const { data } = discs(side, i + 1);
    writeFileSync(join(folder, name), encodeTiff(data as Uint8Array<ArrayBuffer>, side, side, [0.5, 0.5]));
  }
  return names;
}
