import type { Window } from '../ops/resize.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a stored orientation (EXIF and TIFF, 1 to 8; others count as 1) does to a picture that is to stand upright. */
const turnOf = (orientation: number) => ({
  /** Stored rows become columns. */
  turns: orientation > 4 && orientation <= 8,
  flipsX: [2, 3, 6, 7].includes(orientation),
  flipsY: [3, 4, 7, 8].includes(orientation),
});

/** The size of a stored picture when it stands upright; and the other way round, since two turns undo each other. */
export const turned = ({ width, height }: Size, orientation: number): Size =>
  turnOf(orientation).turns ? { width: height, height: width } : { width, height };

/**
 * Where a part of the upright picture lies in the stored one.
 *
 * @param size of the upright picture.
 */
export function storedWindow(window: Window, size: Size, orientation: number): Window {
  const { turns, flipsX, flipsY } = turnOf(orientation);
  const x = flipsX ? size.width - window.x - window.width : window.x;
  const y = flipsY ? size.height - window.y - window.height : window.y;
  return turns
    ? { x: y, y: x, width: window.height, height: window.width }
    : { x, y, width: window.width, height: window.height };
}

/** A stored plane turned and mirrored so that it stands upright; the plane itself where there is nothing to do. */
export function upright<Plane extends Float32Array | Uint8Array>(
  plane: Plane,
  { width, height }: Size,
  orientation: number,
): Plane {
  const { turns, flipsX, flipsY } = turnOf(orientation);
  if (!turns && !flipsX && !flipsY) return plane;
  const out = turned({ width, height }, orientation);
  const values = plane.slice() as Plane; // of the same kind and length
  for (let y = 0, i = 0; y < out.height; y++) {
    const v = flipsY ? out.height - 1 - y : y;
    for (let x = 0; x < out.width; x++, i++) {
      const u = flipsX ? out.width - 1 - x : x;
      values[i] = plane[turns ? u * width + v : v * width + u] ?? 0;
    }
  }
  return values;
}
