import type { Look } from '../../state/view.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Room around a fitted picture, in screen pixels. */
const MARGIN = 6;
/** The most that a pixel of the picture is enlarged, in screen pixels. */
const LARGEST = 64;

/**
 * Screen pixels for each picture pixel when the whole picture fits the pane: a whole number where one is near, as a line
 * one pixel wide looks frayed at 1.02.
 */
export function fitScale(pane: Size, picture: Size): number {
  const scale = Math.min(
    (pane.width - 2 * MARGIN) / picture.width,
    (pane.height - 2 * MARGIN) / picture.height,
  );
  const whole = Math.floor(scale);
  return whole > 0.9 * scale ? whole : Math.max(scale, 1 / 64);
}

/** Where a pane puts the picture: the screen place of its upper left corner, from the pane's, and its scale. */
export function placement(
  look: Look,
  pane: Size,
  picture: Size,
): { left: number; top: number; scale: number } {
  const scale = fitScale(pane, picture) * look.zoom;
  return {
    left: pane.width / 2 - look.x * picture.width * scale,
    top: pane.height / 2 - look.y * picture.height * scale,
    scale,
  };
}

/** The place in the picture, as shares, that lies under a place of the pane; outside 0..1 where the picture ends. */
export function shareAt(look: Look, pane: Size, picture: Size, at: Point): Point {
  const { left, top, scale } = placement(look, pane, picture);
  return { x: (at.x - left) / (scale * picture.width), y: (at.y - top) / (scale * picture.height) };
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** A look within bounds: the middle of a pane stays on the picture. */
export function bounded(look: Look, pane: Size, picture: Size): Look {
  const fit = fitScale(pane, picture);
  const smallest = Math.min(1, 1 / (fit * 2));
  return {
    zoom: clamp(look.zoom, smallest, Math.max(1, LARGEST / fit)),
    x: clamp(look.x, 0, 1),
    y: clamp(look.y, 0, 1),
  };
}

/** Zooms so that what lies under `at`, a place of the pane, stays there. */
export function zoomedAt(look: Look, factor: number, pane: Size, picture: Size, at: Point): Look {
  const fixed = shareAt(look, pane, picture, at);
  const { zoom } = bounded({ ...look, zoom: look.zoom * factor }, pane, picture);
  const scale = fitScale(pane, picture) * zoom;
  return bounded(
    {
      zoom,
      x: fixed.x - (at.x - pane.width / 2) / (scale * picture.width),
      y: fixed.y - (at.y - pane.height / 2) / (scale * picture.height),
    },
    pane,
    picture,
  );
}

/** Moves the picture by a distance on the screen. */
export function panned(look: Look, by: Point, pane: Size, picture: Size): Look {
  const { scale } = placement(look, pane, picture);
  return bounded(
    { ...look, x: look.x - by.x / (scale * picture.width), y: look.y - by.y / (scale * picture.height) },
    pane,
    picture,
  );
}

/** The look that brings a point of the picture (as shares) back into a pane, moved no more than it must. */
export function broughtIntoView(look: Look, share: Point, pane: Size, picture: Size): Look {
  const { left, top, scale } = placement(look, pane, picture);
  const at = { x: left + share.x * picture.width * scale, y: top + share.y * picture.height * scale };
  const inside = {
    x: clamp(at.x, 4 * MARGIN, pane.width - 4 * MARGIN),
    y: clamp(at.y, 4 * MARGIN, pane.height - 4 * MARGIN),
  };
  if (inside.x === at.x && inside.y === at.y) return look;
  return panned(look, { x: inside.x - at.x, y: inside.y - at.y }, pane, picture);
}
