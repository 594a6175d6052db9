import * as tf from '@tensorflow/tfjs-core';
import { repeated, roll } from '../ops/roll.ts';
import { silently } from '../silently.ts';
import type { UnitWeights } from './inception-v3.ts';
import type { BackwardFilters } from './inception-v3-filters.ts';
import { slope } from './inception-v3-gradient.ts';
import type { Objective } from './inception-v3-objective.ts';

/** The network takes no picture smaller than this, in pixels. */
export const LEAST_SIDE = 75;

/** Trained weights and what the way back needs of them. */
export interface DreamWeights {
  readonly weights: UnitWeights;
  readonly filters: BackwardFilters;
}

/** How one side of a picture is cut. */
interface Cut {
  /** Windows along the side. */
  readonly count: number;
  /** From one window's start to the next, in pixels: what of its gradient is taken. */
  readonly core: number;
  /** What a window sees on either side of its core. */
  readonly margin: number;
}

/** Windows of equal length, at most `tile`, an eighth of which is margin on either side; a short side is one window. */
function cut(side: number, tile: number): Cut {
  if (side <= tile) return { count: 1, core: Math.max(side, LEAST_SIDE), margin: 0 };
  const margin = Math.round(tile / 8);
  const count = Math.ceil(side / (tile - 2 * margin));
  return { count, core: Math.ceil(side / count), margin };
}

/** Where a picture is rolled to before it is cut. */
export interface Shift {
  readonly down: number;
  readonly right: number;
}

/**
 * A shift by up to `jitter` pixels either way; anywhere along a side that is cut, so that no border stays in its place.
 *
 * @param random numbers in [0, 1).
 */
export function shiftFor(
  [, height, width]: readonly [number, number, number, number],
  tile: number,
  jitter: number,
  random: () => number,
): Shift {
  const along = (side: number) =>
    side > tile ? Math.floor(random() * side) : Math.floor(random() * (2 * jitter + 1)) - jitter;
  return { down: along(height), right: along(width) };
}

/**
 * As `slope`, for a picture of any size in bounded memory: it is rolled on itself, cut into overlapping windows, and what
 * the windows' cores get is put together again. Yields after each block of each window.
 *
 * @param picture [1, height, width, 3], -1..1; repeated where a side is below 75.
 * @returns the gradient, up to a factor that is the same for all pixels; the caller disposes it.
 */
export async function* tiledSlope(
  { weights, filters }: DreamWeights,
  picture: tf.Tensor4D,
  objective: Objective,
  tile: number,
  { down, right }: Shift,
): AsyncGenerator<null, tf.Tensor4D> {
  const [, height, width] = picture.shape;
  const rows = cut(height, tile);
  const columns = cut(width, tile);
  const long = tf.tidy(() => {
    const rolled = roll(picture, down + rows.margin, right + columns.margin);
    const tall = repeated(rolled, 1, rows.count * rows.core + 2 * rows.margin);
    return repeated(tall, 2, columns.count * columns.core + 2 * columns.margin);
  });
  const bands: tf.Tensor4D[] = [];
  let band: tf.Tensor4D[] = [];
  try {
    for (let row = 0; row < rows.count; row++) {
      for (let column = 0; column < columns.count; column++) {
        const window = tf.slice(
          long,
          [0, row * rows.core, column * columns.core, 0],
          [1, rows.core + 2 * rows.margin, columns.core + 2 * columns.margin, 3],
        );
        try {
          const { value, gradient } = yield* silently(slope(weights, filters, window, objective));
          band.push(tf.slice(gradient, [0, rows.margin, columns.margin, 0], [1, rows.core, columns.core, 3]));
          tf.dispose([value, gradient]);
        } finally {
          window.dispose();
        }
      }
      bands.push(band.length === 1 ? (band[0] as tf.Tensor4D) : tf.concat(band, 2)); // a window at least
      if (band.length > 1) tf.dispose(band);
      band = [];
    }
    return tf.tidy(() => {
      const whole = bands.length === 1 ? (bands[0] as tf.Tensor4D) : tf.concat(bands, 1); // likewise
      return roll(tf.slice(whole, [0, 0, 0, 0], [1, height, width, 3]), -down, -right);
    });
  } finally {
    tf.dispose([long, bands, band]);
  }
}
