import type { Rgb } from './colour-maps.ts';
import type { Neighbours } from './neighbours.ts';

/**
 * Colours that people with any colour vision tell apart: seven of Okabe and Ito's (2008), then the same lighter, which only
 * crowds need.
 */
const COLOURS: readonly Rgb[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
  [245, 213, 139],
  [178, 220, 245],
  [139, 211, 191],
  [249, 243, 169],
  [133, 188, 219],
  [237, 180, 134],
  [232, 194, 215],
];
/** Of those, the ones that a cell may wish for. */
const WISHED = 7;

/** 32 bits that look like chance and are always the same for a cell in this place (the finaliser of MurmurHash3). */
function hashOf(x: number, y: number): number {
  let hash = Math.imul(Math.round(x), 0x9e3779b1) ^ Math.imul(Math.round(y), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A colour for each cell that none of its neighbours has (cells that touch, or with at most 3 px between). A cell's wish and
 * its turn follow from its own place alone, so that a change of one cell recolours at most some cells around it.
 *
 * @param near of each label, entry 0 unused.
 * @param centroids in the order of the labels.
 * @returns entry 0 is unused.
 */
export function distinctColours(near: Neighbours, centroids: readonly (readonly [number, number])[]): Rgb[] {
  const hashes = centroids.map(([x, y]) => hashOf(x, y));
  const turns = hashes.map((_, i) => i).sort((a, b) => hashes[a]! - hashes[b]! || a - b); // all in range
  const chosen = new Int32Array(near.length).fill(-1);
  for (const i of turns) {
    const taken = new Set(near[i + 1]!.map((other) => chosen[other]!)); // one entry a label
    let colour = hashes[i]! % WISHED;
    for (let tries = 0; taken.has(colour); tries++) {
      colour = tries < WISHED ? (hashes[i]! + tries + 1) % WISHED : tries;
    }
    chosen[i + 1] = colour;
  }
  return Array.from(chosen, (colour) => COLOURS[colour] ?? further(colour));
}

/** Where more than fourteen neighbours are crowded: a hue that no colour before it has. */
function further(colour: number): Rgb {
  const hue = (colour * 137.508) % 360;
  const channel = (shift: number) => {
    const place = (shift + hue / 30) % 12;
    return Math.round(255 * (0.55 - 0.35 * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
