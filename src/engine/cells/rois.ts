import { zip } from '../formats/zip.ts';
import { doubleArea, type Outline, type Ring } from './outlines.ts';

/** Bytes of the first header of an ImageJ ROI, and of the second, which follows the points. */
const HEADER = 64;
const HEADER_2 = 64;
/** ij.io.RoiDecoder: a line traced around pixels, with whole coordinates. */
const TRACED = 8;
const VERSION = 228;

/**
 * One region as an ImageJ `.roi` (layout as `ij.io.RoiEncoder` of ImageJ 1.53 and later writes it): a traced line in whole
 * pixels, big-endian.
 */
export function roi(name: string, ring: Ring): Uint8Array<ArrayBuffer> {
  const xs = ring.filter((_, i) => i % 2 === 0);
  const ys = ring.filter((_, i) => i % 2 === 1);
  const [left, top, right, bottom] = [
    xs.reduce((a, b) => Math.min(a, b)),
    ys.reduce((a, b) => Math.min(a, b)),
    xs.reduce((a, b) => Math.max(a, b)),
    ys.reduce((a, b) => Math.max(a, b)),
  ];
  const count = xs.length;
  const second = HEADER + 4 * count;
  const bytes = new Uint8Array(second + HEADER_2 + 2 * name.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x6f, 0x75, 0x74]); // "Iout"
  view.setUint16(4, VERSION);
  view.setUint8(6, TRACED);
  for (const [i, value] of [top, left, bottom, right, count].entries()) view.setUint16(8 + 2 * i, value);
  view.setUint32(60, second);
  for (let i = 0; i < count; i++) {
    view.setUint16(HEADER + 2 * i, xs[i]! - left); // as many as points
    view.setUint16(HEADER + 2 * (count + i), ys[i]! - top);
  }
  view.setUint32(second + 16, second + HEADER_2);
  view.setUint32(second + 20, name.length);
  for (let i = 0; i < name.length; i++) view.setUint16(second + HEADER_2 + 2 * i, name.charCodeAt(i));
  return bytes;
}

/**
 * The cells as a `RoiSet.zip`, which ImageJ's ROI Manager opens: the largest part of each, without holes, its corners in whole
 * pixels.
 *
 * @returns names as `0001.roi`, in the order of the cells.
 */
export function roiSet(outlined: readonly Outline[]): Promise<Uint8Array<ArrayBuffer>> {
  const digits = Math.max(4, `${outlined.length}`.length);
  const files = outlined.map((outline, i): [string, Uint8Array<ArrayBuffer>] => {
    const name = `${i + 1}`.padStart(digits, '0');
    const [largest] = outline.map(({ outer }) => outer).toSorted((a, b) => doubleArea(b) - doubleArea(a));
    return [`${name}.roi`, roi(name, largest!.map(Math.round))]; // a cell has one part at least
  });
  return zip(new Map(files));
}
