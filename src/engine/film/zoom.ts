import { ascend } from '../dream/ascent.ts';
import type { NetPicture } from '../dream/net-picture.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import type { DreamRecipe } from '../recipe.ts';

export interface ZoomSettings {
  /** How much nearer each frame is than the one before: 1 stays, 1.03 is a calm flight. */
  readonly zoom: number;
  /** Degrees that each frame is turned, clockwise. */
  readonly turn: number;
  /** Pictures in all, the first included. */
  readonly frames: number;
  /** Dream steps between two frames. */
  readonly steps: number;
  /** Of the jitter and the tiles' shifts. */
  readonly seed: number;
}

/** Where a line that runs back and forth between the outermost pixels' centres stands at `at`. */
function mirrored(at: number, length: number): number {
  const last = length - 1;
  if (last === 0) return 0;
  const there = Math.abs(at) % (2 * last);
  return there > last ? 2 * last - there : there;
}

/**
 * A picture seen nearer and turned about its middle, by linear interpolation; what lies outside is the mirrored inside.
 *
 * @param zoom above 0. @param turn degrees clockwise.
 */
export function nearer({ width, height, values }: NetPicture, zoom: number, turn: number): NetPicture {
  const angle = (turn * Math.PI) / 180;
  const [along, across] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - middleX, y - middleY];
      const fromX = mirrored(middleX + along * dx + across * dy, width);
      const fromY = mirrored(middleY - across * dx + along * dy, height);
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, low] = [fromX - left, fromY - top];
      const next = left + 1 < width ? 3 : 0;
      const upper = (top * width + left) * 3;
      const lower = top + 1 < height ? upper + width * 3 : upper;
      for (let c = 0; c < 3; c++) {
        // All four lie in the picture.
        const above = values[upper + c]! * (1 - right) + values[upper + next + c]! * right;
        const below = values[lower + c]! * (1 - right) + values[lower + next + c]! * right;
        out[(y * width + x) * 3 + c] = above * (1 - low) + below * low;
      }
    }
  }
  return { width, height, values: out };
}

/** Another seed for each frame, so that not every frame is rolled alike. */
const seedOf = (seed: number, frame: number) => (Math.imul(seed, 0x9e3779b1) + frame) >>> 0;

/**
 * A flight into a dream: each frame is the one before, seen a little nearer and turned, and then dreamed on for some steps
 * at its own size, everywhere and at full strength. The same picture, settings and device give the same frames, bit for
 * bit; one frame is held at a time.
 *
 * Yields the frames, the first of which is `begin`, and null after each block of the network in between.
 *
 * @throws as `ascend`.
 */
export async function* endlessZoom(
  begin: NetPicture,
  recipe: DreamRecipe,
  net: DreamWeights,
  guide: NetPicture | null,
  { zoom, turn, frames, steps, seed }: ZoomSettings,
): AsyncGenerator<NetPicture | null, void> {
  let frame = begin;
  yield frame;
  for (let i = 1; i < frames; i++) {
    const picture = nearer(frame, zoom, turn);
    const short: DreamRecipe = { ...recipe, octaves: 1, octavesAbove: 0, steps, seed: seedOf(seed, i) };
    for await (const step of ascend(short, { net, picture, guide, mask: null, from: null })) {
      if (step) frame = step.dreamed;
      yield null;
    }
    yield frame;
  }
}
