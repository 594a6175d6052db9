import type { Inset } from '../../engine/figure/plan.ts';

/** An inset of a picture, whichever row that stands in. */
export interface FramedInset extends Omit<Inset, 'row'> {
  readonly id: number;
  /** Of its picture's source. */
  readonly of: string;
}

/** A place in millimetres. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The least side of a frame, as a share of its panel. */
const LEAST = 0.02;

const within = (share: number) => Math.min(1, Math.max(0, share));
const fine = (share: number) => Math.round(share * 1000) / 1000;

/**
 * The part of a panel between two points of a hand, as shares of it; null where they are too near each other to be meant.
 *
 * @param from a point in the panel, in the unit of the panel's place. @param to another, in or beside it.
 */
export function partBetween(
  panel: Place,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Inset['part'] | null {
  const across = [from.x, to.x].map((x) => within((x - panel.x) / panel.width)).sort((a, b) => a - b);
  const down = [from.y, to.y].map((y) => within((y - panel.y) / panel.height)).sort((a, b) => a - b);
  const [left = 0, right = 0] = across;
  const [top = 0, bottom = 0] = down;
  if (right - left < LEAST || bottom - top < LEAST) return null;
  return [fine(left), fine(top), fine(right - left), fine(bottom - top)];
}

/** A part moved or resized by one of its numbers, kept inside of its panel. @param size of both sides. */
export function partWith(
  [left, top, width, height]: Inset['part'],
  change: { readonly across?: number; readonly down?: number; readonly size?: number },
): Inset['part'] {
  const grown = change.size === undefined ? 1 : change.size / width;
  const wide = Math.min(1, width * grown);
  const high = Math.min(1, height * grown);
  return [
    fine(Math.min(change.across ?? left, 1 - wide)),
    fine(Math.min(change.down ?? top, 1 - high)),
    fine(wide),
    fine(high),
  ];
}
