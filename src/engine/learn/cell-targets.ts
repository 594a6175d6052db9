import { areas } from '../cells/labels.ts';
import type { Labels } from '../picture.ts';

/** What the net is to say of each pixel, row after row, and how much that counts. */
export interface CellTargets {
  /** 1 inside a cell, else 0. */
  readonly inside: Float32Array;
  /** Distance to the border of its own cell over the largest in that cell, 0..1; 0 outside. */
  readonly deep: Float32Array;
  /** 1 where two cells lie within a window of 3 px, else 0. */
  readonly touch: Float32Array;
  /** 0 where nothing is known. */
  readonly weight: Float32Array;
}

/** Steps of a chamfer distance along a side, a corner, and a knight's move (Borgefors 1986), as OpenCV's DIST_L2 with a mask of 5. */
const [SIDE, CORNER, KNIGHT] = [1, 1.4, 2.1969];
/** The pixels that a pass down has been at, with their steps; the pass up goes to those opposite. */
const STEPS: readonly (readonly [dx: number, dy: number, length: number])[] = [
  [-1, 0, SIDE],
  [0, -1, SIDE],
  [-1, -1, CORNER],
  [1, -1, CORNER],
  [-2, -1, KNIGHT],
  [2, -1, KNIGHT],
  [-1, -2, KNIGHT],
  [1, -2, KNIGHT],
];
/** Pixels around the picture that its border is repeated for, since cells that it cuts go on there. */
const AROUND = 3;
/** Pixels around those that no step leaves. */
const OUTSIDE = 2;
const FRAME = AROUND + OUTSIDE;

/** Labels with a frame: the border repeated, then nothing. */
function framed({ width, height, data }: Labels): Labels['data'] {
  const [w, h] = [width + 2 * FRAME, height + 2 * FRAME];
  const out = new Uint32Array(w * h);
  const clamped = (i: number, side: number) => Math.min(side - 1, Math.max(0, i - FRAME));
  for (let y = OUTSIDE; y < h - OUTSIDE; y++) {
    const from = clamped(y, height) * width;
    for (let x = OUTSIDE; x < w - OUTSIDE; x++) out[y * w + x] = data[from + clamped(x, width)]!; // clamped: in range
  }
  return out;
}

/**
 * Distance of each pixel to the nearest that is not of its own cell, in pixels; 0 outside the cells, infinite where there is none.
 * The picture's border is no border of a cell.
 */
function distances(labels: Labels): Float32Array {
  const { width, height, data } = labels;
  const around = framed(labels);
  const [w, h] = [width + 2 * FRAME, height + 2 * FRAME];
  const far = new Float32Array(w * h).fill(Number.POSITIVE_INFINITY);
  const isOutside = (i: number) => {
    const [x, y] = [i % w, Math.floor(i / w)];
    return x < OUTSIDE || y < OUTSIDE || x >= w - OUTSIDE || y >= h - OUTSIDE;
  };
  const pass = (i: number, sign: 1 | -1) => {
    const label = around[i]!; // in range, as what follows is by the frame
    let least = far[i]!;
    for (const [dx, dy, length] of STEPS) {
      const j = i + sign * (dy * w + dx);
      const way = around[j] === label ? far[j]! + length : isOutside(j) ? Number.POSITIVE_INFINITY : length;
      if (way < least) least = way;
    }
    far[i] = least;
  };
  for (let i = 0; i < far.length; i++) if (around[i]) pass(i, 1);
  for (let i = far.length - 1; i >= 0; i--) if (around[i]) pass(i, -1);
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) {
    if (data[i]) out[i] = far[(Math.floor(i / width) + FRAME) * w + (i % width) + FRAME]!; // in range
  }
  return out;
}

/** How deep each pixel lies inside its own cell, 0..1: its distance, less half a pixel, over the cell's largest. */
export function depths(labels: Labels): Float32Array {
  const { data, count } = labels;
  const far = distances(labels);
  const most = new Float32Array(count + 1).fill(0.5);
  for (let i = 0; i < far.length; i++) most[data[i]!] = Math.max(most[data[i]!]!, far[i]! - 0.5); // one a label
  // A cell that fills all there is has no border: it is as deep as can be everywhere.
  return far.map((value, i) => {
    if (!data[i]) return 0;
    return value === Number.POSITIVE_INFINITY ? 1 : Math.min(1, (value - 0.5) / most[data[i]!]!);
  });
}

/** The lowest and the highest label around each pixel; NONE and 0 where there is none. */
interface Around {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}
const NONE = 2 ** 32 - 1;

/** Of each place, the one before it and the one after it along rows (`step` 1) or columns (`step` the width). */
function spread({ low, high }: Around, step: number, width: number): Around {
  const [least, most] = [low.slice(), high.slice()];
  const take = (i: number, j: number) => {
    if (low[j]! < least[i]!) least[i] = low[j]!; // both in range by the loop
    if (high[j]! > most[i]!) most[i] = high[j]!;
  };
  for (let i = 0; i + step < low.length; i++) {
    if (step === 1 && i % width === width - 1) continue;
    take(i, i + step);
    take(i + step, i);
  }
  return { low: least, high: most };
}

/** 1 where pixels of two cells lie in the window of `2 reach + 1` px around a pixel. */
export function touching({ width, data }: Labels, reach: number): Float32Array {
  const low = data.slice();
  for (let i = 0; i < low.length; i++) low[i] ||= NONE;
  let around: Around = { low, high: data };
  for (let n = 0; n < reach; n++) around = spread(spread(around, 1, width), width, width);
  const touch = new Float32Array(data.length);
  for (let i = 0; i < touch.length; i++) touch[i] = Number(around.high[i]! > around.low[i]!); // NONE where there is no cell
  return touch;
}

/** Of a cell that counts as much as the ground. */
const USUAL_AREA = 250;
/** How much a pixel near two cells counts beside what it counts by itself. */
const NEAR_TWO = 3;

/** What the net is to say of a picture with these cells, as training/cells_data.py has it. */
export function cellTargets(labels: Labels): CellTargets {
  const size = areas(labels);
  const of = Float32Array.from(size, (area) =>
    Math.min(2.5, Math.max(0.6, Math.sqrt(USUAL_AREA / Math.max(1, area)))),
  );
  of[0] = 1;
  const near = touching(labels, 3);
  const inside = new Float32Array(labels.data.length);
  const weight = new Float32Array(labels.data.length);
  for (let i = 0; i < weight.length; i++) {
    inside[i] = Number(labels.data[i]! > 0); // all of one size
    weight[i] = of[labels.data[i]!]! + NEAR_TWO * near[i]!;
  }
  return { inside, deep: depths(labels), touch: touching(labels, 1), weight };
}
