import * as tf from '@tensorflow/tfjs-core';
import { StudioError } from '../errors.ts';
import { toNetRange } from '../ops/net-range.ts';
import type { Pair } from '../pairs/pair-image.ts';
import type { Picture } from '../picture.ts';
import { randomOfStep } from '../random.ts';
import type { Plan } from './plan.ts';

/** A pair inside the nets: -1..1. */
export interface Example {
  /** [1, size, size, inputs]. */
  readonly input: tf.Tensor4D;
  /** [1, size, size, 3]. */
  readonly target: tf.Tensor4D;
}

/**
 * Makes sure that every pair can be learnt from.
 *
 * @throws StudioError `file` naming the first that cannot, and what would do.
 */
export function checkPairs(pairs: readonly Pair[], { inputs, train: { size } }: Plan): void {
  if (pairs.length < 2) {
    const found = pairs.length === 1 ? 'there is one' : 'there is none';
    throw new StudioError('file', `Training needs at least 2 pairs of pictures; ${found}.`);
  }
  for (const [i, { edges, grey, colour }] of pairs.entries()) {
    const pictures = { edges, ...(inputs.includes('grey') && { grey }), colour };
    for (const [name, picture] of Object.entries(pictures)) {
      const channels = name === 'colour' ? 3 : 1;
      const found = picture ? `${picture.width} x ${picture.height} x ${picture.channels}` : 'missing';
      if (found === `${size} x ${size} x ${channels}`) continue;
      const sentence = `Pair ${i + 1}: its ${name} should be ${size} x ${size} x ${channels}, it is ${found}.`;
      throw new StudioError('file', sentence);
    }
  }
}

/** The number of the pair that a step (from 1) sees: all of them in a new order each time round. */
export function pairOfStep(seed: number, step: number, count: number): number {
  const round = Math.floor((step - 1) / count);
  const random = randomOfStep(seed ^ 0x5eed, round);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number]; // both in range
  }
  return order[(step - 1) % count] as number; // likewise
}

/** Enlarged to this many 256ths before it is cut, as in Isola et al. */
const ENLARGED = 286;

/** Where a picture is sampled: rows, and columns in one direction or the other, nearest neighbours. */
export interface Cut {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** @param random null for the whole picture as it is. */
export function cutOf(size: number, random: (() => number) | null): Cut {
  const all = Int32Array.from({ length: size }, (_, i) => i);
  if (!random) return { rows: all, columns: all };
  const room = Math.round((size * ENLARGED) / 256) - size;
  const line = () => {
    const begin = Math.floor(random() * (room + 1));
    return all.map((i) => Math.floor(((begin + i + 0.5) * size) / (size + room)));
  };
  const [rows, columns] = [line(), line()];
  return { rows, columns: random() < 0.5 ? columns.toReversed() : columns };
}

/** The pair cut out and put on the current backend; the caller disposes it. */
export function exampleOf({ edges, grey, colour }: Pair, inputs: Plan['inputs'], cut: Cut): Example {
  const size = cut.rows.length;
  const planes = inputs.map((input) => (input === 'edges' ? edges : (grey as Picture))); // `checkPairs` has looked
  return {
    input: tf.tensor4d(sampled(planes, cut), [1, size, size, planes.length]),
    target: tf.tensor4d(sampled([colour], cut), [1, size, size, 3]),
  };
}

/** The channels of all pictures side by side, bytes as -1..1. */
function sampled(pictures: readonly Picture[], { rows, columns }: Cut): Float32Array {
  const channels = pictures.reduce((sum, picture) => sum + picture.channels, 0);
  const values = new Float32Array(rows.length * columns.length * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (const { data, width, channels: own } of pictures) {
        const from = (row * width + column) * own;
        for (let c = 0; c < own; c++) values[to++] = toNetRange(data[from + c] as number); // inside the picture
      }
    }
  }
  return values;
}
