import { areas } from '../cells/labels.ts';
import { type CellAgreement, cellAgreement, cellFigures } from '../metrics/cell-agreement.ts';
import type { Window } from '../ops/resize.ts';
import type { Labels } from '../picture.ts';

/** Cells that were mended, in all held-out parts together, without which a score would say nothing. */
const LEAST_HELD = 3;
/** Those that are left to learn from. */
const LEAST_LEARNT = 3;
/** Share of a picture that is held out. */
const SHARE = 0.25;

/** A picture in two parts: what is learnt from, and what the result is measured by; null where all is learnt. */
export interface Split {
  readonly learnt: Window;
  readonly held: Window | null;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The middle of each label's pixels; entry 0 is unused. */
function middles({ width, data, count }: Labels): Place[] {
  const sums = Array.from({ length: count + 1 }, () => ({ x: 0, y: 0, pixels: 0 }));
  for (let i = 0; i < data.length; i++) {
    const sum = sums[data[i]!]!; // labels are 0..count
    sum.x += i % width;
    sum.y += Math.floor(i / width);
    sum.pixels++;
  }
  return sums.map(({ x, y, pixels }) => ({ x: x / Math.max(1, pixels), y: y / Math.max(1, pixels) }));
}

/** Where cells of `a` lie that are not, pixel by pixel, cells of `b`. */
function othersIn(a: Labels, b: Labels): Place[] {
  const partner = new Map<number, number | null>(); // the one label that all its pixels have in b
  for (let i = 0; i < a.data.length; i++) {
    const [one, other] = [a.data[i]!, b.data[i]!]; // of one size
    if (one === 0) continue;
    const before = partner.get(one);
    partner.set(one, before === undefined ? other || null : before === other ? other : null);
  }
  const [ofA, ofB, places] = [areas(a), areas(b), middles(a)];
  return [...partner].flatMap(([label, other]) =>
    other !== null && ofA[label] === ofB[other] ? [] : [places[label]!],
  );
}

/** Where a person has changed cells: drawn, cut, joined, grown, or taken away. */
export function mendedPlaces(found: Labels, mended: Labels): readonly Place[] {
  const places = othersIn(mended, found);
  // One that was taken away as a whole is in no mended cell.
  const gone = othersIn(found, mended).filter(
    ({ x, y }) => !mended.data[Math.round(y) * mended.width + Math.round(x)],
  );
  return [...places, ...gone];
}

export const isIn = ({ x, y }: Place, { x: left, y: top, width, height }: Window): boolean =>
  x >= left && x < left + width && y >= top && y < top + height;

/** The quarters of a picture along its sides, each with what is left of it. */
function quarters({ width, height }: Pick<Labels, 'width' | 'height'>): { held: Window; learnt: Window }[] {
  const [w, h] = [Math.round(SHARE * width), Math.round(SHARE * height)];
  const across = { y: 0, height };
  const down = { x: 0, width };
  return [
    { held: { x: width - w, width: w, ...across }, learnt: { x: 0, width: width - w, ...across } },
    { held: { y: height - h, height: h, ...down }, learnt: { y: 0, height: height - h, ...down } },
    { held: { x: 0, width: w, ...across }, learnt: { x: w, width: width - w, ...across } },
    { held: { y: 0, height: h, ...down }, learnt: { y: h, height: height - h, ...down } },
  ];
}

/** The quarter that has about a quarter of what was mended; null where none has any and leaves any. */
function quarterOf(labels: Labels, places: readonly Place[]) {
  const counted = quarters(labels).map((one) => ({
    ...one,
    count: places.filter((place) => isIn(place, one.held)).length,
  }));
  const fit = counted.filter(({ count }) => count > 0 && count < places.length);
  const off = ({ count }: { count: number }) => Math.abs(count - SHARE * places.length);
  return fit.toSorted((a, b) => off(a) - off(b))[0] ?? null;
}

/**
 * What of mended pictures is learnt from and what is held out: a quarter along a side of each, where about a quarter of its mended
 * cells lie. Where too few cells were mended for that, all is learnt from.
 *
 * @returns one for each picture, in their order.
 */
export function splits(pictures: readonly { readonly found: Labels; readonly mended: Labels }[]): Split[] {
  const all = pictures.map(({ found, mended }) => {
    const places = mendedPlaces(found, mended);
    return { whole: mended, places, quarter: quarterOf(mended, places) };
  });
  const held = all.reduce((sum, { quarter }) => sum + (quarter?.count ?? 0), 0);
  const learnt = all.reduce((sum, { places }) => sum + places.length, 0) - held;
  const isEnough = held >= LEAST_HELD && learnt >= LEAST_LEARNT;
  return all.map(({ whole: { width, height }, quarter }) =>
    isEnough && quarter
      ? { learnt: quarter.learnt, held: quarter.held }
      : { learnt: { x: 0, y: 0, width, height }, held: null },
  );
}

/** How found cells fit those that are there, of what lies in a part of the picture. */
export function agreementIn(there: Labels, found: Labels, part: Window): CellAgreement {
  const whole = cellAgreement(there, found);
  const [placesThere, placesFound] = [middles(there), middles(found)];
  const inside = placesThere.map((place, label) => label > 0 && isIn(place, part));
  const matched = new Set(whole.matches.map((pair) => pair.found));
  const matches = whole.matches.filter((pair) => inside[pair.there]);
  const extra = placesFound.filter((place, label) => label > 0 && !matched.has(label) && isIn(place, part));
  return {
    ...whole,
    there: inside.filter(Boolean).length,
    found: matches.length + extra.length,
    matches,
  };
}

/** Matches of all cells that are there, were found, or both; 1 where there is none of either. */
export function ap50(all: readonly CellAgreement[]): number {
  const cells = all.reduce((sum, { there, found }) => sum + there + found, 0);
  return cells === 0 ? 1 : cellFigures(all).ap50;
}
