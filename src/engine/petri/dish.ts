import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { agate } from './agate.ts';
import { anemone } from './anemone.ts';
import { bleed } from './bleed.ts';
import { colonies } from './colonies.ts';
import { dendrite } from './dendrite.ts';
import { foam } from './foam.ts';
import { inGlass } from './glass.ts';
import { glaze } from './glaze.ts';
import { lace } from './lace.ts';
import { lichen } from './lichen.ts';
import { marble } from './marble.ts';
import type { Family } from './paint.ts';
import { mixPalette, type PaletteName } from './palette.ts';
import { radiolaria } from './radiolaria.ts';
import { rings } from './rings.ts';
import { spherulite } from './spherulite.ts';
import { streams } from './streams.ts';
import { tissue } from './tissue.ts';
import { turing } from './turing.ts';

interface Kind {
  readonly paint: Family;
  /** Palettes that suit it. */
  readonly palettes: readonly PaletteName[];
}

/** The kinds of dishes, by name. */
const kinds = {
  marble: { paint: marble, palettes: ['lagoon', 'dusk', 'copper'] },
  tissue: { paint: tissue, palettes: ['eosin', 'peacock', 'orchid'] },
  rings: { paint: rings, palettes: ['ember', 'lagoon', 'moss'] },
  foam: { paint: foam, palettes: ['lagoon', 'dusk', 'orchid'] },
  turing: { paint: turing, palettes: ['eosin', 'porcelain', 'ember'] },
  glaze: { paint: glaze, palettes: ['peacock', 'winter', 'copper'] },
  dendrite: { paint: dendrite, palettes: ['lagoon', 'peacock', 'ember'] },
  colonies: { paint: colonies, palettes: ['eosin', 'carnival', 'moss'] },
  bleed: { paint: bleed, palettes: ['dusk', 'carnival', 'lagoon'] },
  lichen: { paint: lichen, palettes: ['moss', 'ember', 'copper'] },
  agate: { paint: agate, palettes: ['dusk', 'reef', 'orchid'] },
  lace: { paint: lace, palettes: ['reef', 'porcelain', 'carnival'] },
  radiolaria: { paint: radiolaria, palettes: ['peacock', 'dusk', 'reef'] },
  streams: { paint: streams, palettes: ['ember', 'peacock', 'dusk'] },
  spherulite: { paint: spherulite, palettes: ['peacock', 'carnival', 'dusk'] },
  anemone: { paint: anemone, palettes: ['dusk', 'lagoon', 'ember'] },
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
