import type { DevelopRecipe } from '../../engine/recipe.ts';
import type { Point, Size } from './geometry.ts';

/** The square that is worked on, in the file's pixels. */
export interface Square extends Point {
  readonly side: number;
}

type Crop = Pick<DevelopRecipe, 'zoom' | 'across' | 'down'>;

const LARGEST_ZOOM = 16;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const round = (value: number) => Math.round(value * 1e5) / 1e5;

/** Where a recipe's crop lies, as the engine cuts it. */
export function squareOf({ zoom, across, down }: Crop, { width, height }: Size): Square {
  const side = Math.max(1, Math.round(Math.min(width, height) / zoom));
  return { x: Math.round((width - side) * across), y: Math.round((height - side) * down), side };
}

/** The crop that cuts a square, moved and made smaller so that it lies within the picture. */
export function cropOf(square: Square, { width, height }: Size): Crop {
  const shorter = Math.min(width, height);
  const side = clamp(square.side, shorter / LARGEST_ZOOM, shorter);
  const share = (place: number, room: number) => (room > 0 ? round(clamp(place / room, 0, 1)) : 0.5);
  return {
    zoom: round(shorter / side),
    across: share(square.x, width - side),
    down: share(square.y, height - side),
  };
}

/** A square moved by a distance in the file's pixels, kept within the picture. */
export const moved = ({ x, y, side }: Square, by: Point, { width, height }: Size): Square => ({
  x: clamp(x + by.x, 0, width - side),
  y: clamp(y + by.y, 0, height - side),
  side,
});

/** A corner of a square: which way it lies from the middle. */
export interface Corner {
  readonly x: -1 | 1;
  readonly y: -1 | 1;
}

/** A square with one corner pulled to a place, the opposite one held. */
export function pulled({ x, y, side }: Square, corner: Corner, to: Point, { width, height }: Size): Square {
  const held = { x: corner.x === 1 ? x : x + side, y: corner.y === 1 ? y : y + side };
  const wanted = Math.max((to.x - held.x) * corner.x, (to.y - held.y) * corner.y);
  const room = Math.min(corner.x === 1 ? width - held.x : held.x, corner.y === 1 ? height - held.y : held.y);
  const shorter = Math.min(width, height);
  const next = Math.min(room, Math.max(wanted, shorter / LARGEST_ZOOM, 1));
  return {
    x: corner.x === 1 ? held.x : held.x - next,
    y: corner.y === 1 ? held.y : held.y - next,
    side: next,
  };
}

/** A square made larger or smaller around its middle. */
export function scaled(square: Square, factor: number, picture: Size): Square {
  const shorter = Math.min(picture.width, picture.height);
  const side = clamp(square.side * factor, shorter / LARGEST_ZOOM, shorter);
  const shift = (square.side - side) / 2;
  return moved({ x: square.x, y: square.y, side }, { x: shift, y: shift }, picture);
}
