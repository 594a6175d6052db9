import { StudioError } from '../errors.ts';
import { resample } from '../ops/resize.ts';
import type { Colour, Drawing, ImageCommand, RectCommand, TextCommand } from './drawing.ts';
import { MM_PER_PT } from './drawing.ts';
import { type PenStroke, penStrokes } from './stroke-letters.ts';
import { textWidth } from './text-width.ts';

/** RGB, row after row, 0..65535. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint16Array<ArrayBuffer>;
}

/** 600 MB of 16-bit RGB. */
const MOST_PIXELS = 1e8;
const FULL = 65535;
/** Of a capital of Helvetica, of the size. */
const CAPITAL = 0.72;
/** Thickness of the pen, of a seventh of a capital's height. */
const PEN = { regular: 0.95, bold: 1.5 };

/**
 * A drawing as pixels, the same on every host: edges cover the pixels that they cut by their share, so that a bar's length is right to a part of
 * a pixel.
 *
 * @param dpi dots an inch.
 * @throws StudioError `recipe` where it would have over 100 megapixels.
 */
export function rasterised(drawing: Drawing, dpi: number): Raster {
  const perMm = dpi / 25.4;
  const width = Math.round(drawing.width * perMm);
  const height = Math.round(drawing.height * perMm);
  if (width * height > MOST_PIXELS)
    throw new StudioError(
      'recipe',
      `The figure would have ${width} × ${height} pixels; make it smaller, ask for fewer dots an inch, or save it as SVG or PDF.`,
    );
  const raster: Raster = { width, height, data: new Uint16Array(width * height * 3).fill(FULL) };
  for (const command of drawing.commands) {
    if (command.kind === 'image') image(raster, command, perMm);
    else if (command.kind === 'rect') rect(raster, command, perMm);
    else text(raster, command, perMm);
  }
  return raster;
}

/** Lays a colour over one pixel. */
function over({ data }: Raster, at: number, colour: Colour, share: number): void {
  for (let c = 0; c < 3; c++) {
    const below = data[at + c] ?? 0;
    data[at + c] = Math.round(below + share * ((colour[c] ?? 0) * 257 - below));
  }
}

function image(raster: Raster, { picture, x, y, width, height }: ImageCommand, perMm: number): void {
  const [left, top] = [Math.round(x * perMm), Math.round(y * perMm)];
  const wide = Math.max(1, Math.round((x + width) * perMm) - left);
  const high = Math.max(1, Math.round((y + height) * perMm) - top);
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  for (let c = 0; c < 3; c++) {
    const values = resample(
      picture.data,
      picture.width,
      whole,
      wide,
      high,
      picture.channels,
      picture.channels === 1 ? 0 : c,
    );
    for (let row = 0; row < high; row++) {
      const v = top + row;
      if (v < 0 || v >= raster.height) continue;
      for (let column = 0; column < wide; column++) {
        const u = left + column;
        if (u < 0 || u >= raster.width) continue;
        raster.data[3 * (v * raster.width + u) + c] = Math.round((values[row * wide + column] ?? 0) * 257);
      }
    }
  }
}

/** Fills from edge to edge, in pixels; a pixel that is cut takes its share. */
function filled(
  raster: Raster,
  left: number,
  top: number,
  right: number,
  bottom: number,
  colour: Colour,
  opacity: number,
) {
  for (let v = Math.max(0, Math.floor(top)); v < Math.min(raster.height, Math.ceil(bottom)); v++) {
    const down = Math.min(bottom, v + 1) - Math.max(top, v);
    for (let u = Math.max(0, Math.floor(left)); u < Math.min(raster.width, Math.ceil(right)); u++) {
      const across = Math.min(right, u + 1) - Math.max(left, u);
      over(raster, 3 * (v * raster.width + u), colour, across * down * opacity);
    }
  }
}

function rect(
  raster: Raster,
  { x, y, width, height, fill, opacity, border }: RectCommand,
  perMm: number,
): void {
  const [left, top] = [x * perMm, y * perMm];
  const [right, bottom] = [(x + width) * perMm, (y + height) * perMm];
  if (fill) filled(raster, left, top, right, bottom, fill, opacity);
  if (!border) return;
  const half = (border.width * perMm) / 2;
  const side = (a: number, b: number, c: number, d: number) => filled(raster, a, b, c, d, border.colour, 1);
  side(left - half, top - half, right + half, top + half);
  side(left - half, bottom - half, right + half, bottom + half);
  side(left - half, top + half, left + half, bottom - half);
  side(right - half, top + half, right + half, bottom - half);
}

/** How far a point is from a stroke. */
function distance({ x1, y1, x2, y2 }: PenStroke, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

function text(raster: Raster, command: TextCommand, perMm: number): void {
  const size = command.sizePt * MM_PER_PT * perMm;
  const long = textWidth(command.text, command.sizePt, command.isBold) * perMm;
  const strokes = penStrokes(command.text, CAPITAL * size, long);
  const radius = ((CAPITAL * size) / 14) * (command.isBold ? PEN.bold : PEN.regular);
  const reach = radius + 1;
  const [left, top] = [command.x * perMm, command.baseline * perMm];
  // Where strokes meet, a pixel takes the most of them and not their sum.
  const covered = new Map<number, number>();
  for (const stroke of strokes) {
    const at = { x1: left + stroke.x1, y1: top + stroke.y1, x2: left + stroke.x2, y2: top + stroke.y2 };
    const [first, last] = [Math.min(at.y1, at.y2) - reach, Math.max(at.y1, at.y2) + reach];
    const [begin, end] = [Math.min(at.x1, at.x2) - reach, Math.max(at.x1, at.x2) + reach];
    for (let v = Math.max(0, Math.floor(first)); v < Math.min(raster.height, last); v++) {
      for (let u = Math.max(0, Math.floor(begin)); u < Math.min(raster.width, end); u++) {
        const share = Math.min(1, Math.max(0, radius + 0.5 - distance(at, u + 0.5, v + 0.5)));
        const pixel = v * raster.width + u;
        if (share > (covered.get(pixel) ?? 0)) covered.set(pixel, share);
      }
    }
  }
  for (const [pixel, share] of covered) over(raster, 3 * pixel, command.colour, share);
}

/** The same in 8 bits. */
export const inBytes = ({ data }: Raster): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(data, (value) => Math.round(value / 257));
