import type { Outline, Ring } from './outlines.ts';

/** ij.io.RoiDecoder: the types that enclose an area. */
const [POLYGON, RECTANGLE, OVAL, FREEHAND, TRACED] = [0, 1, 2, 7, 8];
const HEADER = 64;
/** Coordinates follow a second time, as floats. */
const SUB_PIXEL = 128;
/** java.awt.geom.PathIterator: segments of a shape made of several. */
const [MOVE, LINE, CLOSE] = [0, 1, 4];
/** Corners that an oval is drawn with. */
const OVAL_CORNERS = 64;

/**
 * The outline of one ImageJ `.roi` (layout as `ij.io.RoiDecoder` reads it): polygons, freehand and traced lines, rectangles,
 * ovals, and shapes made of several of them from straight lines.
 *
 * @returns null where it encloses no area, or has curves.
 * @throws RangeError where it ends too soon.
 */
export function readRoi(bytes: Uint8Array): Outline | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0) !== 0x496f7574) return null; // "Iout"
  const type = view.getUint8(6);
  const [top, left, bottom, right] = [8, 10, 12, 14].map((at) => view.getInt16(at)) as [
    number,
    number,
    number,
    number,
  ]; // four
  const parts = view.getInt32(36);
  if (type === RECTANGLE && parts > 0) return shapeOf(view, parts);
  if (type === RECTANGLE) return single([left, top, right, top, right, bottom, left, bottom]);
  if (type === OVAL) return single(oval(left, top, right, bottom));
  if (type !== POLYGON && type !== FREEHAND && type !== TRACED) return null;
  const count = view.getUint16(16);
  const isExact = view.getUint16(4) >= 222 && (view.getUint16(50) & SUB_PIXEL) !== 0;
  const ring: number[] = [];
  for (let i = 0; i < count; i++) {
    if (isExact) {
      const at = HEADER + 4 * count + 4 * i;
      ring.push(view.getFloat32(at), view.getFloat32(at + 4 * count));
    } else ring.push(left + view.getInt16(HEADER + 2 * i), top + view.getInt16(HEADER + 2 * (count + i)));
  }
  return count >= 3 ? single(ring) : null;
}

const single = (outer: Ring): Outline => [{ outer, holes: [] }];

function oval(left: number, top: number, right: number, bottom: number): Ring {
  const [x, y, a, b] = [(left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2];
  return Array.from({ length: OVAL_CORNERS }, (_, i) => (2 * Math.PI * i) / OVAL_CORNERS).flatMap((angle) => [
    x + a * Math.cos(angle),
    y + b * Math.sin(angle),
  ]);
}

/** Rings of a shape: what an even number of them encloses is a hole, which `filled` sees to. */
function shapeOf(view: DataView, numbers: number): Outline | null {
  const rings: number[][] = [];
  const number = (i: number) => view.getFloat32(HEADER + 4 * i);
  for (let i = 0; i < numbers; ) {
    const segment = number(i);
    if (segment === MOVE) rings.push([number(i + 1), number(i + 2)]);
    else if (segment === LINE) rings.at(-1)?.push(number(i + 1), number(i + 2));
    else if (segment !== CLOSE) return null;
    i += segment === CLOSE ? 1 : 3;
  }
  const [outer, ...holes] = rings.filter((ring) => ring.length >= 6);
  return outer ? [{ outer, holes }] : null;
}
