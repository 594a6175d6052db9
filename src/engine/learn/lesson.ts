import { numbered } from '../cells/labels.ts';
import { type Grey, stretched } from '../cells/look-for-cells.ts';
import type { Labels } from '../picture.ts';
import { type CellTargets, cellTargets } from './cell-targets.ts';

/** A picture whose cells are known, as the net sees it. */
export interface Lesson {
  readonly width: number;
  readonly height: number;
  /** 0..1, row after row. */
  readonly grey: Float32Array;
  readonly labels: Labels;
}

/** Part of a lesson, as it may have been taken by another hand. */
export interface Crop {
  /** side * side values, 0..1. */
  readonly grey: Float32Array<ArrayBuffer>;
  readonly targets: CellTargets;
}

/** Labels brought to another size, each pixel the one that its centre falls on. */
export function resizedLabels({ width, height, data }: Labels, w: number, h: number): Labels {
  const out = new Uint32Array(w * h);
  for (let y = 0; y < h; y++) {
    const from = Math.floor(((y + 0.5) * height) / h) * width;
    for (let x = 0; x < w; x++) out[y * w + x] = data[from + Math.floor(((x + 0.5) * width) / w)]!; // in range
  }
  return numbered(out, w, h);
}

/** @param grey of the size that the net sees it in. @param labels over the same picture, of any size. */
export function lessonOf(grey: Grey, labels: Labels): Lesson {
  const { width, height } = grey;
  return { width, height, grey: stretched(grey), labels: resizedLabels(labels, width, height) };
}

/** A part of a lesson, by whole pixels. */
export function partOf(lesson: Lesson, x: number, y: number, width: number, height: number): Lesson {
  const grey = new Float32Array(width * height);
  const labels = new Uint32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * lesson.width + x;
    grey.set(lesson.grey.subarray(from, from + width), row * width);
    labels.set(lesson.labels.data.subarray(from, from + width), row * width);
  }
  return { width, height, grey, labels: numbered(labels, width, height) };
}

/** Pixels around a crop that its cells are looked at in, so that one that it cuts keeps its depth. */
const AROUND = 24;
/** Crops without a cell are mostly drawn anew. */
const TRIES = 3;

/**
 * A crop of a lesson: turned, mirrored, scaled, stretched, brighter or darker, by chance. Beyond its borders the lesson is mirrored.
 *
 * @param side in pixels.
 */
export function cropOf(lesson: Lesson, side: number, random: () => number): Crop {
  for (let tries = 1; ; tries++) {
    const map = placed(lesson, side, random);
    const wide = labelsIn(lesson, side + 2 * AROUND, map);
    const targets = within(cellTargets(wide), side);
    if (tries < TRIES && !targets.inside.includes(1)) continue;
    return { grey: lit(greyIn(lesson, side, map), random), targets };
  }
}

/** From places in a crop, its middle at 0, to places in the lesson. */
type Affine = readonly [xx: number, xy: number, x: number, yx: number, yy: number, y: number];

/** A number from about a normal distribution of deviation 1 (the sum of twelve even ones, less six). */
const normal = (random: () => number) => {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
};

function placed({ width, height }: Lesson, side: number, random: () => number): Affine {
  const zoom = Math.min(1.7, Math.max(0.6, Math.exp(0.2 * normal(random))));
  const quarter = (Math.floor(4 * random()) * Math.PI) / 2;
  const turn = quarter + (random() < 0.5 ? 0 : ((random() - 0.5) * Math.PI) / 2);
  const flip = random() < 0.5 ? -1 : 1;
  const wide = Math.exp(0.07 * normal(random));
  const [across, down] = [(flip * wide) / zoom, 1 / wide / zoom];
  const half = side / zoom / 2;
  const centre = (length: number) => {
    const [least, most] = [Math.min(half, length / 2), Math.max(length - half, length / 2)];
    return least + (most - least) * random();
  };
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return [cos * across, -sin * down, centre(width), sin * across, cos * down, centre(height)];
}

/** The place in 0..count - 1 that a place at or beyond the end mirrors, without repeating the border. */
const mirrored = (i: number, count: number) => {
  const period = Math.max(1, 2 * (count - 1));
  const place = ((i % period) + period) % period;
  return place < count ? place : period - place;
};

function labelsIn({ width, height, labels }: Lesson, side: number, [xx, xy, x0, yx, yy, y0]: Affine): Labels {
  const out = new Uint32Array(side * side);
  for (let v = 0, i = 0; v < side; v++) {
    const dy = v + 0.5 - side / 2;
    for (let u = 0; u < side; u++, i++) {
      const dx = u + 0.5 - side / 2;
      const x = mirrored(Math.floor(xx * dx + xy * dy + x0), width);
      const y = mirrored(Math.floor(yx * dx + yy * dy + y0), height);
      out[i] = labels.data[y * width + x]!; // mirrored: in range
    }
  }
  return numbered(out, side, side);
}

function greyIn({ width, height, grey }: Lesson, side: number, [xx, xy, x0, yx, yy, y0]: Affine) {
  const out = new Float32Array(side * side);
  for (let v = 0, i = 0; v < side; v++) {
    const dy = v + 0.5 - side / 2;
    for (let u = 0; u < side; u++, i++) {
      const dx = u + 0.5 - side / 2;
      const [x, y] = [xx * dx + xy * dy + x0 - 0.5, yx * dx + yy * dy + y0 - 0.5];
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [l, r] = [mirrored(left, width), mirrored(left + 1, width)];
      const [t, b] = [mirrored(top, height) * width, mirrored(top + 1, height) * width];
      const [toRight, toBottom] = [x - left, y - top];
      const upper = grey[t + l]! + toRight * (grey[t + r]! - grey[t + l]!); // mirrored: in range
      const lower = grey[b + l]! + toRight * (grey[b + r]! - grey[b + l]!);
      out[i] = upper + toBottom * (lower - upper);
    }
  }
  return out;
}

/** As it might look in another light: black and white moved, gamma, noise. */
function lit(grey: Float32Array<ArrayBuffer>, random: () => number) {
  const low = 0.02 * normal(random);
  const high = 1 + 0.07 * normal(random);
  const gamma = random() < 0.5 ? 1 : Math.exp(0.8 * (random() - 0.5));
  const noise = random() < 0.4 ? Math.abs(0.03 * normal(random)) : 0;
  const perSpan = 1 / (high - low);
  return grey.map((value) => {
    const share = Math.min(1, Math.max(0, (value - low) * perSpan)) ** gamma;
    const grain = noise > 0 ? noise * (random() + random() + random() - 1.5) * 2 : 0; // of deviation `noise`
    return Math.min(1, Math.max(0, share + grain));
  });
}

/** The middle of targets with so much around them. */
function within({ inside, deep, touch, weight }: CellTargets, side: number): CellTargets {
  const wide = side + 2 * AROUND;
  const middle = (plane: Float32Array) => {
    const out = new Float32Array(side * side);
    for (let y = 0; y < side; y++) {
      const from = (y + AROUND) * wide + AROUND;
      out.set(plane.subarray(from, from + side), y * side);
    }
    return out;
  };
  return { inside: middle(inside), deep: middle(deep), touch: middle(touch), weight: middle(weight) };
}
