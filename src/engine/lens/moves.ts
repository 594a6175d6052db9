import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';

/** How a picture is moved: mirrored first, then shifted right and down by so many pixels. */
export interface Move {
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
  readonly dx: number;
  readonly dy: number;
}

/** Shifts reach so far either way: a generator halves its picture up to eight times, and each place on its grid paints differently. */
const MOST_SHIFT = 8;

/** The move of a seed; that of seed 0 leaves the picture as it is. */
export function moveOf(seed: number): Move {
  if (seed === 0) return { mirrorX: false, mirrorY: false, dx: 0, dy: 0 };
  const random = randomFrom(seed);
  const shift = () => Math.floor(random() * (2 * MOST_SHIFT + 1)) - MOST_SHIFT;
  return { mirrorX: random() < 0.5, mirrorY: random() < 0.5, dx: shift(), dy: shift() };
}

/** What stands for a place outside of 0..n-1: mirrored at the border, the border's pixel not repeated. */
function within(i: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const place = ((i % period) + period) % period;
  return place < n ? place : period - place;
}

function gathered(
  { width, height, channels, data }: Picture,
  columnOf: (x: number) => number,
  rowOf: (y: number) => number,
): Picture {
  const out = new Uint8Array(data.length);
  const columns = Array.from({ length: width }, (_, x) => columnOf(x));
  for (let y = 0, to = 0; y < height; y++) {
    const row = rowOf(y) * width;
    for (let x = 0; x < width; x++) {
      let from = (row + columns[x]!) * channels; // as many as columns
      for (let c = 0; c < channels; c++) out[to++] = data[from++]!; // within the picture
    }
  }
  return { width, height, channels, data: out };
}

const mirrored = (isMirrored: boolean, i: number, n: number) => (isMirrored ? n - 1 - i : i);

/** A moved picture of the same size; what came in at a border is mirrored there. */
export function moved(picture: Picture, { mirrorX, mirrorY, dx, dy }: Move): Picture {
  const { width, height } = picture;
  return gathered(
    picture,
    (x) => mirrored(mirrorX, within(x - dx, width), width),
    (y) => mirrored(mirrorY, within(y - dy, height), height),
  );
}

/** A picture that was moved back, and the part of it that the move did not push out. */
export interface MovedBack {
  readonly picture: Picture;
  /** First column and row, and the ones behind the last. */
  readonly known: readonly [left: number, top: number, right: number, bottom: number];
}

/** Undoes a move; what lies outside of `known` had gone, and means nothing. */
export function movedBack(picture: Picture, { mirrorX, mirrorY, dx, dy }: Move): MovedBack {
  const { width, height } = picture;
  const back = gathered(
    picture,
    (x) => within(mirrored(mirrorX, x, width) + dx, width),
    (y) => within(mirrored(mirrorY, y, height) + dy, height),
  );
  const [left, right] = leftOf(mirrorX ? -dx : dx, width);
  const [top, bottom] = leftOf(mirrorY ? -dy : dy, height);
  return { picture: back, known: [left, top, right, bottom] };
}

/** What a shift of a row by so many places leaves of it, `to` exclusive. */
const leftOf = (shift: number, length: number): [from: number, to: number] => [
  Math.min(length, Math.max(0, -shift)),
  Math.max(0, Math.min(length, length - shift)),
];
