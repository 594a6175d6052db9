import { between } from './chance.ts';
import { around, type Field } from './field.ts';
import { outline } from './outline.ts';
import type { Place } from './place.ts';
import type { Stain, Stains } from './stains.ts';

export type WhiteCellKind = 'neutrophil' | 'eosinophil' | 'lymphocyte';

interface Granules {
  readonly stain: Stain;
  readonly count: number;
  /** Pixels. */
  readonly radius: number;
}

const granulesOf: Readonly<Record<WhiteCellKind, Granules | null>> = {
  neutrophil: { stain: 'fineGranules', count: 700, radius: 1.8 },
  eosinophil: { stain: 'orangeGranules', count: 420, radius: 3.4 },
  lymphocyte: null,
};

/** An ellipse of chromatin, in pixels from the cell's centre; `angle` is that of its long half axis. */
interface Lobe {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly long: number;
  readonly short: number;
}

/** Lobes on a bent chain, each along its way. @param arc the angle that the chain spans around the cell's middle. */
function chain(count: number, arc: number, short: number, cellRadius: number, random: () => number): Lobe[] {
  const first = between(0, 2 * Math.PI, random);
  return Array.from({ length: count }, (_, n) => {
    const angle = first + ((n + between(-0.15, 0.15, random)) * arc) / (count - 1);
    const out = between(0.38, 0.52, random) * cellRadius;
    const width = between(0.85, 1.15, random) * short * cellRadius;
    return {
      x: out * Math.cos(angle),
      y: out * Math.sin(angle),
      angle: angle + Math.PI / 2 + between(-0.5, 0.5, random),
      long: between(1.05, 1.5, random) * width,
      short: width,
    };
  });
}

function lobesOf(kind: WhiteCellKind, radius: number, random: () => number): Lobe[] {
  switch (kind) {
    case 'neutrophil': {
      const count = 3 + Math.floor(random() * 3);
      return chain(count, between(1.15, 1.45, random) * (count - 1), 0.23, radius, random);
    }
    case 'eosinophil':
      return chain(2, between(1.7, 2.3, random), 0.28, radius, random);
    case 'lymphocyte': {
      const long = 0.88 * radius;
      return [
        { x: between(-0.07, 0.07, random) * radius, y: 0, angle: random() * 3, long, short: 0.93 * long },
      ];
    }
  }
}

/** 1 inside of a lobe, 0.5 on its outline, 0 outside. */
function nearnessTo({ x, y, angle, long, short }: Lobe, dx: number, dy: number): number {
  const u = ((dx - x) * Math.cos(angle) + (dy - y) * Math.sin(angle)) / long;
  const v = ((dy - y) * Math.cos(angle) - (dx - x) * Math.sin(angle)) / short;
  return 1 / (1 + (u * u + v * v) ** 3);
}

/** The thread of chromatin between two lobes: 0.55 along its middle, towards 0 beside it. @param width pixels. */
function threadBetween(a: Lobe, b: Lobe, width: number, dx: number, dy: number): number {
  const [wayX, wayY] = [b.x - a.x, b.y - a.y];
  const along = ((dx - a.x) * wayX + (dy - a.y) * wayY) / (wayX ** 2 + wayY ** 2);
  const t = Math.min(1, Math.max(0, along));
  const apart = Math.hypot(dx - a.x - t * wayX, dy - a.y - t * wayY) / width;
  return 0.55 / (1 + apart ** 4);
}

/** From 0 to 1 as `value` goes from `low` to `high`, without a kink. */
function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/**
 * Adds a white cell: a nucleus of lobes that run into one another where they are near, pale cytoplasm, and granules.
 *
 * @param clumps noise of about -1..1 that parts the nucleus into lighter and darker clumps of chromatin.
 */
export function addWhiteCell(
  stains: Stains,
  kind: WhiteCellKind,
  { x, y, radius }: Place,
  clumps: Field,
  random: () => number,
): void {
  const share = outline(radius, between(1, 1.12, random), 0.03, random);
  const lobes = lobesOf(kind, radius, random);
  around(stains.chromatin.side, x, y, radius * 1.3, (dx, dy, i) => {
    const rho = share(dx, dy);
    if (rho >= 1) return;
    const clump = clumps.values[i] ?? 0;
    let nearness = 0.16 * clump; // frays the outline
    lobes.forEach((lobe, n) => {
      nearness += nearnessTo(lobe, dx, dy);
      const next = lobes[n + 1];
      if (next) nearness = Math.max(nearness, threadBetween(lobe, next, 0.09 * radius, dx, dy));
    });
    const nucleus = smoothstep(0.4, 0.6, nearness);
    const body = smoothstep(1, 0.93, rho) * (1 - nucleus);
    stains.chromatin.values[i] = nucleus * (0.76 + 0.4 * clump);
    stains.cytoplasm.values[i] = body;
  });
  addGranules(stains, granulesOf[kind], { x, y, radius }, random);
}

/** Adds granules at random places over a cell, where it has cytoplasm. */
function addGranules(
  stains: Stains,
  granules: Granules | null,
  { x, y, radius }: Place,
  random: () => number,
): void {
  if (!granules) return;
  const { values } = stains[granules.stain];
  for (let n = 0; n < granules.count; n++) {
    const out = radius * Math.sqrt(random());
    const angle = between(0, 2 * Math.PI, random);
    const size = granules.radius * between(0.7, 1.2, random);
    around(stains.cytoplasm.side, x + out * Math.cos(angle), y + out * Math.sin(angle), size, (dx, dy, i) => {
      const density = (stains.cytoplasm.values[i] ?? 0) * smoothstep(1, 0.5, Math.hypot(dx, dy) / size);
      values[i] = Math.max(values[i] ?? 0, density);
    });
  }
}

/** Adds a platelet: a scrap of granular, violet cytoplasm. */
export function addPlatelet(
  stains: Stains,
  { x, y, radius }: Place,
  grain: Field,
  random: () => number,
): void {
  const share = outline(radius, between(1, 1.6, random), 0.12, random);
  around(stains.platelets.side, x, y, radius * 2, (dx, dy, i) => {
    const rho = share(dx, dy);
    const speckles = smoothstep(0.95, 0.3, rho) * (0.65 + 0.5 * (grain.values[i] ?? 0));
    const density = 0.35 * smoothstep(1.05, 0.8, rho) + speckles;
    stains.platelets.values[i] = Math.max(stains.platelets.values[i] ?? 0, density);
  });
}
