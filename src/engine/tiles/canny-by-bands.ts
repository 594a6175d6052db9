import { type CannySettings, ridges } from '../ops/canny.ts';
import { gaussianBlur, gaussianSide } from '../ops/gaussian.ts';
import { hysteresis } from '../ops/hysteresis.ts';
import { GROUND, STRONG, WEAK } from '../ops/thin.ts';
import { countGradients, noGradients, thresholdsOf } from '../ops/thresholds.ts';
import { type Sets, sets } from './joined.ts';
import { bandsOf, type Rows, type TakeRows } from './rows.ts';
import type { Scratch } from './scratch.ts';

/** What a pixel is once its own band has been followed: an edge, or weak and joined to the row above or below the band. */
const EDGE = 255;
const OPEN = 3;

/** The set of all that is joined to a strong pixel. */
const EDGES = 0;

/** Open pixels of a band's first and last row: places across, and the sets that they are in. */
interface Border {
  readonly x: number[];
  readonly set: number[];
}

type Gradients = Pick<CannySettings, 'sigma' | 'aperture' | 'norm'>;

/** Rows beside a band that its marks follow from. */
const reachOf = ({ sigma, aperture }: Gradients): number =>
  1 + (aperture >> 1) + (sigma > 0 ? gaussianSide(sigma) >> 1 : 0);

/**
 * `canny()` for a picture of any size, the same bits whatever the bands: each is followed by itself first; what is weak
 * and goes on beyond its rows stays open until all bands have been seen, and the chains across borders have been joined.
 *
 * @param bandRows rows that are worked on at once, beside some more that the blur and the gradient look at.
 * @param aside takes a quarter byte a pixel.
 * @param take is given bands of one channel, 255 on an edge and 0 elsewhere.
 */
export async function* cannyByBands(
  source: Rows,
  settings: CannySettings,
  bandRows: number,
  aside: Scratch,
  take: TakeRows,
): AsyncGenerator<{ done: number; of: number }, void> {
  const { width, height } = source;
  const bands = bandsOf(height, bandRows);
  const packedBytes = Math.ceil((width * bandRows) / 4);
  const kept = await aside.open(packedBytes * bands.length);
  const chains = sets();
  chains.add(); // EDGES
  const borders: { top: Border; bottom: Border }[] = [];
  try {
    let before = new Int32Array(width).fill(-1);
    for (const [i, { top, end }] of bands.entries()) {
      const { smooth, from, to } = await smoothBand(source, settings, top, end);
      const marks = ridges(smooth, from, to, settings);
      const { topSets, bottomSets } = follow(marks, width, end - top, chains);
      joinRows(before, topSets, chains);
      borders.push({ top: openOf(topSets), bottom: openOf(bottomSets) });
      kept.write(i * packedBytes, packed(marks, width, end - top));
      before = bottomSets;
      yield { done: i + 1, of: 2 * bands.length };
    }
    for (const [i, { top, end }] of bands.entries()) {
      const rows = end - top;
      const marks = unpacked(kept.read(i * packedBytes, packedBytes), width, rows);
      const border = borders[i]!; // one for each band
      strengthen(marks, border.top, width + 3, chains);
      strengthen(marks, border.bottom, rows * (width + 2) + 1, chains);
      await take({ width, height: rows, channels: 1, data: hysteresis(marks, width, rows) }, top);
      yield { done: bands.length + i + 1, of: 2 * bands.length };
    }
  } finally {
    kept.close();
  }
}

/** Rows of a picture, blurred, with those around them that their edges follow from. */
async function smoothBand(source: Rows, settings: Gradients, top: number, end: number) {
  const reach = reachOf(settings);
  const first = Math.max(0, top - reach);
  const read = await source.read(first, Math.min(source.height, end + reach) - first);
  return { smooth: gaussianBlur(read, settings.sigma), from: top - first, to: end - first };
}

/** `automaticThresholds()` for a picture of any size. */
export async function thresholdsByBands(
  source: Rows,
  settings: Gradients,
  bandRows: number,
): Promise<{ low: number; high: number }> {
  const sizes = noGradients();
  for (const { top, end } of bandsOf(source.height, bandRows)) {
    const { smooth, from, to } = await smoothBand(source, settings, top, end);
    countGradients(smooth, from, to, settings, sizes);
  }
  return thresholdsOf(sizes, settings.aperture);
}

/** Open pixels that belong to a strong one in another band begin chains in this one. */
function strengthen(marks: Uint8Array, { x, set }: Border, from: number, chains: Sets): void {
  for (let i = 0; i < x.length; i++) {
    if (chains.leastOf(set[i]!) === EDGES) marks[from + x[i]!] = STRONG; // of one length
  }
}

/**
 * Follows the chains of one band: what is joined to a strong pixel becomes EDGE, what is weak and joined to its first or last
 * row OPEN.
 *
 * @param marks with a ring, as `ridges` gives them; changed in place.
 * @returns the set of each pixel of the first and the last row; -1 on the ground.
 */
function follow(marks: Uint8Array, width: number, rows: number, chains: Sets) {
  const stride = width + 2;
  const topSets = new Int32Array(width).fill(-1);
  const bottomSets = new Int32Array(width).fill(-1);
  const lastRow = rows * stride;
  const neighbours = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1] as const;
  const stack: number[] = [];
  const flood = (start: number, becomes: number, set: number) => {
    marks[start] = becomes;
    stack.push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      if (i < 2 * stride) topSets[i - stride - 1] = set;
      if (i >= lastRow) bottomSets[i - lastRow - 1] = set;
      for (const step of neighbours) {
        const mark = marks[i + step];
        if (mark !== WEAK && mark !== STRONG) continue;
        marks[i + step] = becomes;
        stack.push(i + step);
      }
    }
  };
  for (let i = marks.indexOf(STRONG); i >= 0; i = marks.indexOf(STRONG, i + 1)) flood(i, EDGE, EDGES);
  for (const row of new Set([stride, lastRow])) {
    for (let i = row + 1; i <= row + width; i++) if (marks[i] === WEAK) flood(i, OPEN, chains.add());
  }
  return { topSets, bottomSets };
}

/** Joins what touches across the border of two bands, corners included. */
function joinRows(above: Int32Array, below: Int32Array, chains: Sets): void {
  for (let x = 0; x < below.length; x++) {
    const set = below[x]!; // x is within both
    if (set < 0) continue;
    for (let over = Math.max(0, x - 1); over <= Math.min(above.length - 1, x + 1); over++) {
      if (above[over]! >= 0) chains.join(above[over]!, set);
    }
  }
}

/** Kept as a list, since few pixels of a border are open. */
function openOf(row: Int32Array): Border {
  const border: Border = { x: [], set: [] };
  for (const [x, set] of row.entries()) {
    if (set <= EDGES) continue;
    border.x.push(x);
    border.set.push(set);
  }
  return border;
}

/** Four pixels a byte: 0 ground, 1 open, 2 edge. What stayed weak is ground by now. */
function packed(marks: Uint8Array, width: number, rows: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((width * rows) / 4));
  for (let y = 0, to = 0; y < rows; y++) {
    for (let i = (y + 1) * (width + 2) + 1, end = i + width; i < end; i++, to++) {
      const mark = marks[i]!; // within, by the loops
      const two = mark === EDGE ? 2 : mark === OPEN ? 1 : 0;
      if (two) bytes[to >> 2]! |= two << (2 * (to & 3));
    }
  }
  return bytes;
}

/** The other way round, with a ring. */
function unpacked(bytes: Uint8Array, width: number, rows: number): Uint8Array<ArrayBuffer> {
  const marks = new Uint8Array((width + 2) * (rows + 2));
  const marksOf = [GROUND, WEAK, EDGE] as const;
  for (let y = 0, from = 0; y < rows; y++) {
    for (let i = (y + 1) * (width + 2) + 1, end = i + width; i < end; i++, from++) {
      const two = (bytes[from >> 2]! >> (2 * (from & 3))) & 3; // within, by the loops
      if (two) marks[i] = marksOf[two]!;
    }
  }
  return marks;
}
