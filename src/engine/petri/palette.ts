import { between, type Lab, oklch } from './oklab.ts';

/** Colours that go together, by the part they play in a dish. */
export interface Palette {
  /** What everything lies on. */
  readonly ground: Lab;
  /** Four or five, from dark to light: neighbours blend well. */
  readonly colours: readonly Lab[];
  /** The darkest: outlines, seams, shade. */
  readonly ink: Lab;
  /** The palest: lace, highlights, membranes. */
  readonly light: Lab;
  /** Rare and against the rest: gold, coral. */
  readonly accent: Lab;
}

type Lch = readonly [lightness: number, chroma: number, hueDegrees: number];

interface Swatches {
  readonly ground: Lch;
  readonly colours: readonly Lch[];
  readonly ink: Lch;
  readonly light: Lch;
  readonly accent: Lch;
}

/** Designed in OKLCH: one leading hue, one neighbour, one counterpart; lightness spread evenly. */
const swatches = {
  eosin: {
    ground: [0.94, 0.025, 355],
    colours: [
      [0.36, 0.14, 298],
      [0.5, 0.17, 318],
      [0.64, 0.19, 350],
      [0.78, 0.12, 5],
      [0.88, 0.06, 25],
    ],
    ink: [0.24, 0.09, 295],
    light: [0.97, 0.015, 10],
    accent: [0.8, 0.14, 82],
  },
  lagoon: {
    ground: [0.3, 0.07, 235],
    colours: [
      [0.38, 0.09, 240],
      [0.52, 0.1, 220],
      [0.68, 0.11, 200],
      [0.82, 0.09, 185],
      [0.92, 0.05, 110],
    ],
    ink: [0.2, 0.05, 250],
    light: [0.97, 0.015, 180],
    accent: [0.72, 0.17, 38],
  },
  ember: {
    ground: [0.22, 0.06, 20],
    colours: [
      [0.34, 0.13, 20],
      [0.48, 0.18, 28],
      [0.63, 0.2, 38],
      [0.77, 0.16, 65],
      [0.89, 0.1, 88],
    ],
    ink: [0.16, 0.035, 15],
    light: [0.96, 0.04, 90],
    accent: [0.66, 0.1, 195],
  },
  moss: {
    ground: [0.9, 0.035, 105],
    colours: [
      [0.34, 0.07, 150],
      [0.47, 0.1, 140],
      [0.61, 0.13, 128],
      [0.76, 0.14, 115],
      [0.87, 0.09, 105],
    ],
    ink: [0.23, 0.045, 160],
    light: [0.96, 0.025, 105],
    accent: [0.58, 0.16, 38],
  },
  peacock: {
    ground: [0.24, 0.08, 265],
    colours: [
      [0.33, 0.13, 268],
      [0.46, 0.15, 250],
      [0.58, 0.12, 210],
      [0.7, 0.13, 172],
      [0.86, 0.1, 150],
    ],
    ink: [0.17, 0.06, 270],
    light: [0.96, 0.025, 160],
    accent: [0.8, 0.14, 80],
  },
  dusk: {
    ground: [0.28, 0.09, 285],
    colours: [
      [0.37, 0.14, 285],
      [0.5, 0.17, 312],
      [0.65, 0.18, 0],
      [0.78, 0.13, 38],
      [0.9, 0.09, 75],
    ],
    ink: [0.19, 0.06, 280],
    light: [0.97, 0.03, 80],
    accent: [0.75, 0.11, 195],
  },
  carnival: {
    ground: [0.94, 0.03, 85],
    colours: [
      [0.36, 0.13, 278],
      [0.51, 0.18, 350],
      [0.66, 0.19, 40],
      [0.8, 0.15, 82],
      [0.88, 0.07, 190],
    ],
    ink: [0.22, 0.07, 285],
    light: [0.98, 0.015, 90],
    accent: [0.68, 0.12, 195],
  },
  reef: {
    ground: [0.29, 0.065, 235],
    colours: [
      [0.36, 0.09, 235],
      [0.53, 0.11, 205],
      [0.67, 0.17, 28],
      [0.8, 0.12, 65],
      [0.92, 0.05, 95],
    ],
    ink: [0.2, 0.05, 245],
    light: [0.97, 0.02, 100],
    accent: [0.84, 0.15, 95],
  },
  porcelain: {
    ground: [0.95, 0.012, 240],
    colours: [
      [0.32, 0.13, 266],
      [0.45, 0.16, 262],
      [0.6, 0.14, 255],
      [0.77, 0.08, 240],
      [0.9, 0.03, 220],
    ],
    ink: [0.22, 0.09, 268],
    light: [0.985, 0.006, 220],
    accent: [0.77, 0.13, 78],
  },
  copper: {
    ground: [0.26, 0.03, 60],
    colours: [
      [0.34, 0.07, 42],
      [0.5, 0.12, 45],
      [0.66, 0.11, 58],
      [0.73, 0.09, 178],
      [0.87, 0.06, 172],
    ],
    ink: [0.18, 0.025, 50],
    light: [0.96, 0.02, 120],
    accent: [0.81, 0.13, 86],
  },
  orchid: {
    ground: [0.95, 0.02, 320],
    colours: [
      [0.36, 0.14, 308],
      [0.52, 0.2, 325],
      [0.67, 0.18, 340],
      [0.82, 0.09, 335],
      [0.87, 0.13, 122],
    ],
    ink: [0.22, 0.08, 308],
    light: [0.98, 0.012, 330],
    accent: [0.77, 0.16, 130],
  },
  winter: {
    ground: [0.91, 0.015, 225],
    colours: [
      [0.33, 0.06, 252],
      [0.47, 0.08, 238],
      [0.63, 0.07, 222],
      [0.79, 0.045, 210],
      [0.92, 0.02, 200],
    ],
    ink: [0.21, 0.04, 255],
    light: [0.98, 0.008, 210],
    accent: [0.63, 0.19, 30],
  },
} as const satisfies Record<string, Swatches>;

export type PaletteName = keyof typeof swatches;

/** The palette of that name, as one batch of it came out: hue, chroma and lightness a little off, together. */
export function mixPalette(name: PaletteName, random: () => number): Palette {
  const turn = 16 * (random() - 0.5);
  const strength = 0.92 + 0.16 * random();
  const lift = 0.03 * (random() - 0.5);
  const mix = ([l, c, h]: Lch): Lab => oklch(Math.min(0.99, l + lift), c * strength, h + turn);
  const { ground, colours, ink, light, accent } = swatches[name];
  return {
    ground: mix(ground),
    colours: colours.map(mix),
    ink: mix(ink),
    light: mix(light),
    accent: mix(accent),
  };
}

/** The colour at `t` (0..1, cut there) of a smooth way through all colours. */
export function ramp(colours: readonly Lab[], t: number): Lab {
  const place = Math.min(1, Math.max(0, t)) * (colours.length - 1);
  const i = Math.min(colours.length - 2, Math.floor(place));
  return between(colours[i]!, colours[i + 1]!, place - i); // palettes have two colours or more
}

/** 128 layers as years would lay them down: mostly neighbours of the one before, now and then dark, pale or rare. */
export function strata(random: () => number, { colours, ink, light, accent }: Palette): Lab[] {
  let share = random();
  return Array.from({ length: 128 }, () => {
    const chance = random();
    if (chance < 0.07) return ink;
    if (chance < 0.16) return light;
    if (chance < 0.21) return accent;
    share = (share + 0.18 + 0.34 * random()) % 1;
    return ramp(colours, share);
  });
}
