import type { Window } from '../ops/resize.ts';
import type { Labels } from '../picture.ts';
import type { Measures } from './measures.ts';
import type { Outline, Ring } from './outlines.ts';

/** Which part of a file a working picture shows. */
export interface Frame {
  /** In pixels of the file, which stands upright. */
  readonly window: Window;
  /** The whole file, upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Width and height of the file's pixels in micrometres; null where it does not say. */
  readonly pixelUm: readonly [x: number, y: number] | null;
}

type Size = Pick<Labels, 'width' | 'height'>;

/** Pixels of the file in a pixel of the working picture, across and down. */
export const scalesOf = ({ width, height }: Size, { window }: Frame): readonly [x: number, y: number] => [
  window.width / width,
  window.height / height,
];

/**
 * Measures in pixels of the file in place of those of a working picture. Lengths are converted with the side of the square of
 * the same area, and a total is the mean times the area.
 */
export function measuresInFile(measured: readonly Measures[], size: Size, frame: Frame): Measures[] {
  const [sx, sy] = scalesOf(size, frame);
  const { x: left, y: top } = frame.window;
  if (sx === 1 && sy === 1 && left === 0 && top === 0) return [...measured];
  const [area, length] = [sx * sy, Math.sqrt(sx * sy)];
  return measured.map((cell) => ({
    ...cell,
    area: cell.area * area,
    centroid: [left + (cell.centroid[0] + 0.5) * sx - 0.5, top + (cell.centroid[1] + 0.5) * sy - 0.5],
    box: [
      Math.floor(left + cell.box[0] * sx),
      Math.floor(top + cell.box[1] * sy),
      Math.ceil(left + (cell.box[2] + 1) * sx) - 1,
      Math.ceil(top + (cell.box[3] + 1) * sy) - 1,
    ],
    equivalentDiameter: cell.equivalentDiameter * length,
    perimeter: cell.perimeter * length,
    majorAxis: cell.majorAxis * length,
    minorAxis: cell.minorAxis * length,
    brightness: cell.brightness.map(({ mean, total }) => ({ mean, total: total * area })),
  }));
}

/** Outlines in pixels of the file, from those of a working picture. */
export function outlinesInFile(outlined: readonly Outline[], size: Size, frame: Frame): readonly Outline[] {
  const [sx, sy] = scalesOf(size, frame);
  const { x, y } = frame.window;
  if (sx === 1 && sy === 1 && x === 0 && y === 0) return outlined;
  const moved = (ring: Ring): Ring => ring.map((value, i) => (i % 2 === 0 ? x + value * sx : y + value * sy));
  return outlined.map((outline) =>
    outline.map(({ outer, holes }) => ({ outer: moved(outer), holes: holes.map(moved) })),
  );
}

/** For each of `count` pixels of a file from `begin` on, the pixel of the working picture that its middle lies in. */
const places = (count: number, begin: number, scale: number, length: number) =>
  Int32Array.from({ length: count }, (_, i) => {
    const place = Math.floor((i + 0.5 - begin) / scale);
    return place < 0 || place >= length ? -1 : place;
  });

/** The label map over the whole file: each of its pixels has the label that lies over its middle, 0 outside of the window. */
export function labelsInFile(labels: Labels, frame: Frame): Labels {
  const { window, width, height } = frame;
  const [sx, sy] = scalesOf(labels, frame);
  const across = places(width, window.x, sx, labels.width);
  const down = places(height, window.y, sy, labels.height);
  const data = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    if (down[y]! < 0) continue; // in range, here and below
    const from = down[y]! * labels.width;
    for (let x = 0; x < width; x++)
      if (across[x]! >= 0) data[y * width + x] = labels.data[from + across[x]!]!;
  }
  return { width, height, count: labels.count, data };
}

/** The other way: labels of a file over a working picture of it, not numbered anew. */
export function labelsInFrame(
  { data, width }: Pick<Labels, 'data' | 'width'>,
  size: Size,
  frame: Frame,
): Uint32Array<ArrayBuffer> {
  const [sx, sy] = scalesOf(size, frame);
  const out = new Uint32Array(size.width * size.height);
  const middle = (i: number, begin: number, scale: number) => Math.floor(begin + (i + 0.5) * scale);
  for (let y = 0; y < size.height; y++) {
    const from = middle(y, frame.window.y, sy) * width;
    for (let x = 0; x < size.width; x++) {
      out[y * size.width + x] = data[from + middle(x, frame.window.x, sx)]!; // inside the file
    }
  }
  return out;
}
