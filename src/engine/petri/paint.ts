import type { Lab } from './oklab.ts';
import type { Palette } from './palette.ts';

/** What lies at one point of a dish: an OKLab colour, and the height of the resin (about 0..1), which catches the light. */
export interface Drop {
  l: number;
  a: number;
  b: number;
  height: number;
}

/** Paints the point (x, y) of the unit disc, y down. The drop holds what the last point left; all four are written. */
export type Painter = (x: number, y: number, drop: Drop) => void;

/** One kind of dish: plans its picture once, then paints it point by point, at whatever size. */
export type Family = (random: () => number, palette: Palette) => Painter;

/** Puts a colour down. */
export function fill(drop: Drop, colour: Lab): void {
  [drop.l, drop.a, drop.b] = colour;
}

/** Lays a colour over what is there; `cover` 0..1. */
export function lay(drop: Drop, colour: Lab, cover: number): void {
  drop.l += (colour[0] - drop.l) * cover;
  drop.a += (colour[1] - drop.a) * cover;
  drop.b += (colour[2] - drop.b) * cover;
}

/** 0 up to `from`, 1 beyond `to`, smooth between; falls instead where `from` is the larger. */
export function step(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** 1 within half of `width` around `centre`, 0 beyond, with a soft border. */
export const line = (value: number, centre: number, width: number): number =>
  step(0.62 * width, 0.38 * width, Math.abs(value - centre));

/** A random number between two. */
export const within = (random: () => number, least: number, most: number): number =>
  least + (most - least) * random();
