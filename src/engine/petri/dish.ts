import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { inGlass } from './glass.ts';
import { marble } from './marble.ts';
import type { Family } from './paint.ts';
import { mixPalette, type PaletteName } from './palette.ts';
import { tissue } from './tissue.ts';

interface Kind {
  readonly paint: Family;
  /** Palettes that suit it. */
  readonly palettes: readonly PaletteName[];
}

/** The kinds of dishes, by name. */
const kinds = {
  marble: { paint: marble, palettes: ['lagoon', 'dusk', 'ember'] },
  tissue: { paint: tissue, palettes: ['eosin', 'peacock', 'moss'] },
} as const satisfies Record<string, Kind>;

export type DishKind = keyof typeof kinds;

export const dishKinds = Object.keys(kinds) as readonly DishKind[]; // Object.keys forgets the names' type

const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)]!; // never empty

/** The kind of the dish that a seed draws. */
export const kindOf = (seed: number): DishKind => pick(randomFrom(seed), dishKinds);

/**
 * Petri-dish art: resin in a round glass on paper, of the kind, in the colours and of the shapes that the seed throws.
 *
 * @param seed a whole number; the same seed gives the same dish at any size.
 * @param size side in pixels, from 1.
 * @returns RGB, 8 bit, size x size.
 */
export function drawDish(seed: number, size: number): Picture {
  const random = randomFrom(seed);
  const { paint, palettes }: Kind = kinds[pick(random, dishKinds)];
  const palette = mixPalette(pick(random, palettes), random);
  return inGlass(paint(random, palette), size);
}
