import { mapped } from '../steps/mapped.ts';
import { type CellPlanes, type CellsApartSizes, cellPlanes, grainOf } from './cells-apart.ts';
import type { Tensors } from './weights.ts';

/** Pixels around a tile that the net sees with it: beyond them a pixel's surroundings change nothing that a label follows from. */
export const MARGIN = 112;
/** Side of what the net sees at once, its surroundings included, in pixels. */
export const TILE = 1152;

/** The place in 0..count - 1 that a place at or beyond the end mirrors, without repeating the border. */
const mirrored = (i: number, count: number) => {
  const period = Math.max(1, 2 * (count - 1));
  const place = i % period;
  return place < count ? place : period - place;
};

/** Where tiles along a side of `length` pixels begin and end, and what of each counts. */
function cuts(length: number, tile: number, margin: number, grain: number) {
  if (length <= tile) return [{ from: 0, to: length, first: 0, end: length }];
  const count = Math.ceil((length - 2 * margin) / (tile - 2 * margin));
  const core = Math.ceil(length / count / grain) * grain; // all of about one size
  return Array.from({ length: Math.ceil(length / core) }, (_, i) => {
    const [first, end] = [i * core, Math.min(length, (i + 1) * core)];
    return { from: Math.max(0, first - margin), to: Math.min(length, end + margin), first, end };
  });
}

/**
 * As `cellPlanes`, for a picture of any size: tile by tile, each with its surroundings, so that memory is bounded by the tile and
 * results hardly depend on it. What is missing to a multiple of the net's grain is mirrored.
 *
 * @param tile side of what the net sees at once; at least four margins.
 */
export async function* tiledCellPlanes(
  weights: Tensors,
  sizes: CellsApartSizes,
  grey: Float32Array,
  width: number,
  height: number,
  tile = TILE,
): AsyncGenerator<{ done: number; of: number }, CellPlanes> {
  const grain = grainOf(sizes);
  const margin = Math.ceil(MARGIN / grain) * grain;
  const rows = cuts(height, tile, margin, grain);
  const columns = cuts(width, tile, margin, grain);
  const [inside, deep, between] = [0, 1, 2].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]; // three
  let before = 0;
  for (const row of rows) {
    for (const column of columns) {
      const w = Math.ceil((column.to - column.from) / grain) * grain;
      const h = Math.ceil((row.to - row.from) / grain) * grain;
      const part = new Float32Array(w * h);
      const across = Uint32Array.from({ length: w }, (_, x) => mirrored(column.from + x, width));
      for (let y = 0; y < h; y++) {
        const from = mirrored(row.from + y, height) * width;
        for (let x = 0; x < w; x++) part[y * w + x] = grey[from + across[x]!]!; // in range
      }
      const ready = before++;
      const planes = yield* mapped(cellPlanes(weights, sizes, part, w, h), ({ done, of }) => ({
        done: ready + done / of,
        of: rows.length * columns.length,
      }));
      for (let y = row.first; y < row.end; y++) {
        const from = (y - row.from) * w - column.from;
        const [begin, end] = [from + column.first, from + column.end];
        const to = y * width + column.first;
        inside.set(planes.inside.subarray(begin, end), to);
        deep.set(planes.deep.subarray(begin, end), to);
        between.set(planes.between.subarray(begin, end), to);
      }
    }
  }
  return { width, height, inside, deep, between };
}
