import { labOf } from '../ops/lab.ts';
import type { Picture } from '../picture.ts';

/** Parts of the circle of hues. */
const HUES = 8;
/** CIELAB chroma from which on a pixel counts as coloured. */
const COLOURED = 8;

/** Value at a share of the sorted numbers. */
const atShare = (sorted: Float64Array, share: number) => sorted[Math.round(share * (sorted.length - 1))]!; // in range

function meanAndDeviation(values: Float64Array): [mean: number, deviation: number] {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i]!; // below the length, twice
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return [mean, Math.sqrt(squares / values.length)];
}

/** Means of blocks of `side` pixels; what does not fill a block is left out. */
function blockMeans(values: Float64Array, width: number, height: number, side: number): Float64Array {
  const [across, down] = [Math.floor(width / side), Math.floor(height / side)];
  const means = new Float64Array(across * down);
  for (let y = 0; y < down * side; y++) {
    for (let x = 0; x < across * side; x++) {
      means[Math.floor(y / side) * across + Math.floor(x / side)]! += values[y * width + x]! / side ** 2; // in range
    }
  }
  return means;
}

/** Share of the variance that a quadratic surface explains: 1 for shading alone. By least squares, Gaussian elimination. */
function shareOfSurface(values: Float64Array, width: number, height: number, deviation: number): number {
  if (deviation === 0) return 1;
  const terms = 6;
  const rows = Array.from({ length: terms }, () => new Float64Array(terms + 1));
  const basis = new Float64Array(terms).fill(1);
  const at = (i: number) => {
    const row = Math.floor(i / width);
    const x = (2 * (i - row * width)) / width - 1;
    const y = (2 * row) / height - 1;
    basis[1] = x;
    basis[2] = y;
    basis[3] = x * x;
    basis[4] = x * y;
    basis[5] = y * y;
  };
  const sums = new Float64Array(terms * terms);
  const against = new Float64Array(terms);
  for (let i = 0; i < values.length; i++) {
    at(i);
    for (let r = 0; r < terms; r++) {
      const one = basis[r]!; // all in range, here and below
      for (let c = r; c < terms; c++) sums[r * terms + c]! += one * basis[c]!;
      against[r]! += one * values[i]!;
    }
  }
  for (let r = 0; r < terms; r++) {
    for (let c = 0; c < terms; c++) rows[r]![c] = sums[Math.min(r, c) * terms + Math.max(r, c)]!;
    rows[r]![terms] = against[r]!;
  }
  for (let p = 0; p < terms; p++) {
    const pivot = rows[p]![p]! || 1e-12;
    for (let r = 0; r < terms; r++) {
      if (r === p) continue;
      const factor = rows[r]![p]! / pivot;
      for (let c = p; c <= terms; c++) rows[r]![c]! -= factor * rows[p]![c]!;
    }
  }
  const factors = rows.map((row, p) => row[terms]! / (row[p]! || 1e-12));
  let left = 0;
  for (let i = 0; i < values.length; i++) {
    at(i);
    let surface = 0;
    for (let t = 0; t < terms; t++) surface += basis[t]! * factors[t]!;
    left += (values[i]! - surface) ** 2;
  }
  return 1 - left / values.length / deviation ** 2;
}

/**
 * Simple statistics of a picture that tell kinds of pictures apart: lightness and its spread, colour and hues, how much of the
 * contrast lies in large parts, in fine ones and in shading, and how the border differs from the middle. About -1..1 each.
 *
 * @param picture RGB, some 128 px on the longer side, at least 8 on the shorter.
 */
export function pictureStatistics({ data, width, height }: Picture): number[] {
  const pixels = width * height;
  const [l, a, b, chroma] = Array.from({ length: 4 }, () => new Float64Array(pixels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const hues = new Float64Array(HUES);
  for (let i = 0; i < pixels; i++) {
    const lab = labOf(data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!); // three values a pixel
    l[i] = lab[0];
    a[i] = lab[1];
    b[i] = lab[2];
    chroma[i] = Math.sqrt(lab[1] ** 2 + lab[2] ** 2); // quicker than Math.hypot
    const turn = (Math.atan2(lab[2], lab[1]) / (2 * Math.PI) + 1) % 1;
    hues[Math.floor(turn * HUES) % HUES]! += chroma[i]!;
  }
  const sorted = l.toSorted();
  const [meanL, sdL] = meanAndDeviation(l);
  const [meanA, sdA] = meanAndDeviation(a);
  const [meanB, sdB] = meanAndDeviation(b);
  const [meanChroma, sdChroma] = meanAndDeviation(chroma);
  const allHues = hues.reduce((sum, value) => sum + value, 0) || 1;
  const spread = Math.max(1, atShare(sorted, 0.95) - atShare(sorted, 0.05));

  let [gradient, edges, beside, skew, withChroma] = [0, 0, 0, 0, 0];
  let [border, borderPixels] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const right = l[x + 1 < width ? i + 1 : i]!; // in range, as below
      const below = l[y + 1 < height ? i + width : i]!;
      const slope = Math.sqrt((right - l[i]!) ** 2 + (below - l[i]!) ** 2);
      gradient += slope;
      edges += Number(slope > 0.25 * spread);
      beside += (l[i]! - meanL) * (right - meanL);
      const off = (l[i]! - meanL) / (sdL || 1);
      skew += off * off * off;
      withChroma += ((l[i]! - meanL) * (chroma[i]! - meanChroma)) / ((sdL || 1) * (sdChroma || 1));
      if (x < width / 8 || y < height / 8 || x >= (7 * width) / 8 || y >= (7 * height) / 8) {
        border += l[i]!;
        borderPixels++;
      }
    }
  }
  const variance = sdL ** 2 || 1e-9;
  const inBlocks = (side: number) => meanAndDeviation(blockMeans(l, width, height, side))[1] ** 2 / variance;
  return [
    ...[0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((share) => atShare(sorted, share) / 100),
    sdL / 30,
    meanA / 50,
    meanB / 50,
    sdA / 25,
    sdB / 25,
    meanChroma / 50,
    chroma.filter((value) => value > COLOURED).length / pixels,
    withChroma / pixels,
    (2 * gradient) / pixels / spread,
    (4 * edges) / pixels,
    beside / pixels / variance,
    Math.tanh(skew / pixels / 3),
    inBlocks(2),
    inBlocks(4),
    inBlocks(8),
    shareOfSurface(l, width, height, sdL),
    (border / borderPixels - (meanL * pixels - border) / Math.max(1, pixels - borderPixels)) / 50,
    Math.tanh(sdL),
    ...Array.from(hues, (value) => (value / allHues) * Math.min(1, meanChroma / 10)),
  ];
}
