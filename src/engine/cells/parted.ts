import type { Labels } from '../picture.ts';
import { numbered } from './labels.ts';

/**
 * Seeds of cells, parted further: one that holds several finer seeds gives way to them, one that holds one or none stays as it
 * is. So looking closer never loses a cell.
 *
 * @param finer of the same size, each within one of the seeds or in none.
 */
export function parted(seeds: Labels, finer: Labels): Labels {
  const { width, height, data, count } = seeds;
  const holder = new Uint32Array(finer.count + 1);
  for (let i = 0; i < data.length; i++) if (finer.data[i]) holder[finer.data[i]!] = data[i]!; // of one size
  const held = new Uint32Array(count + 1);
  for (const seed of holder.subarray(1)) held[seed]!++;
  const out = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const seed = data[i]!; // i is in range
    if (seed === 0) continue;
    out[i] = held[seed]! < 2 ? seed : finer.data[i]! && count + finer.data[i]!; // labels are 0..count
  }
  return numbered(out, width, height);
}
