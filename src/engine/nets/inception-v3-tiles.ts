import * as tf from '@tensorflow/tfjs-core';
import { part, ringPart } from '../ops/ring-part.ts';
import { withoutEvents } from '../steps/without-events.ts';
import type { UnitWeights } from './inception-v3.ts';
import type { BackwardFilters } from './inception-v3-filters.ts';
import { slope } from './inception-v3-gradient.ts';
import type { Objective } from './inception-v3-objective.ts';

/** Trained weights and what the way back needs of them. */
export interface DreamWeights {
  readonly weights: UnitWeights;
  readonly filters: BackwardFilters;
}

/** The network's grid: shifted by as much, a picture gets the same activations in other places. */
const GRID = 32;

/** How one side of a picture is cut into windows of equal length. */
interface Cut {
  /** Where each window's core begins, in pixels of the rolled picture: 0 first, all on one grid. */
  readonly starts: readonly number[];
  readonly window: number;
  /** What a window sees on either side of its core, in pixels. */
  readonly margin: number;
  /** On either side of a border between cores, in pixels: so far two windows are mixed. */
  readonly fade: number;
}

/** Windows of at most `tile`, an eighth of which is margin on either side; a short side is one window. */
function cut(side: number, tile: number): Cut {
  if (side <= tile) return { starts: [0], window: side, margin: 0, fade: 0 };
  const margin = Math.round(tile / 8);
  const steps = Math.ceil(side / GRID);
  const count = Math.ceil(steps / Math.floor((tile - 2 * margin) / GRID));
  const starts = Array.from({ length: count }, (_, i) => GRID * Math.floor((i * steps) / count));
  return { starts, window: GRID * Math.ceil(steps / count) + 2 * margin, margin, fade: margin >> 1 };
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
 * Where windows meet along one side of a picture, in pixels from its start; none where the side is one window.
 *
 * @param roll how far the picture is rolled along that side before it is cut.
 */
export function bordersAlong(side: number, tile: number, roll: number): readonly number[] {
  const { starts } = cut(side, tile);
  return starts.length === 1 ? [] : starts.map((start) => (((start - roll) % side) + side) % side);
}

/**
 * As `slope`, for a picture of any size in bounded memory: it is rolled on itself and cut into overlapping windows, and
 * their gradients, each fading into the next about their borders, are put together again. Yields after each block of
 * each window.
 *
 * @param picture [1, height, width, 3], -1..1.
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
  const bands: tf.Tensor4D[] = [];
  const band: tf.Tensor4D[] = [];
  let strip: tf.Tensor4D | null = null;
  let whole: tf.Tensor4D | null = null;
  try {
    for (const top of rows.starts) {
      strip = ringPart(picture, 1, top - rows.margin - down, rows.window);
      for (const left of columns.starts) {
        const window = ringPart(strip, 2, left - columns.margin - right, columns.window);
        try {
          const { value, gradient } = yield* withoutEvents(slope(weights, filters, window, objective));
          band.push(gradient);
          value.dispose();
        } finally {
          window.dispose();
        }
      }
      strip.dispose();
      bands.push(tf.tidy(() => ringPart(faded(band, 2, columns, width), 2, right + columns.fade, width)));
      tf.dispose(band.splice(0));
    }
    whole = faded(bands, 1, rows, height);
    tf.dispose(bands.splice(0));
    const gradient = ringPart(whole, 1, down + rows.fade, height);
    return gradient;
  } finally {
    tf.dispose([bands, band, strip ?? [], whole ?? []]);
  }
}

/**
 * Windows' values put together along one axis to a ring of `side` pixels, which begins `fade` pixels before the first
 * core: cores side by side, and about each border a line from one window's values to the other's.
 */
function faded(
  windows: readonly tf.Tensor4D[],
  axis: 1 | 2,
  { starts, margin, fade }: Cut,
  side: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    if (fade === 0) return part(windows[0] as tf.Tensor4D, axis, 0, side); // one window
    const shape: [number, number, number, number] = [1, 1, 1, 1];
    shape[axis] = 2 * fade;
    const share = tf.tensor4d(
      Array.from({ length: 2 * fade }, (_, i) => (i + 0.5) / (2 * fade)),
      shape,
    );
    const lengths = starts.map((start, i) => (starts[i + 1] ?? side) - start);
    const parts = windows.flatMap((now, i) => {
      const before = i === 0 ? windows.length - 1 : i - 1;
      const [last, length] = [lengths[before] as number, lengths[i] as number]; // one for each window
      const ending = part(windows[before] as tf.Tensor4D, axis, margin + last - fade, 2 * fade);
      const beginning = part(now, axis, margin - fade, 2 * fade);
      const mixed = tf.add<tf.Tensor4D>(ending, tf.mul(tf.sub(beginning, ending), share));
      return [mixed, part(now, axis, margin + fade, length - 2 * fade)];
    });
    return tf.concat(parts, axis);
  });
}
