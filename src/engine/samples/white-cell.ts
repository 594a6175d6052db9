import { between } from './chance.ts';
import { around, type Field } from './field.ts';
import { outline } from './outline.ts';
import type { Place } from './place.ts';

/** What of a white cell takes up stain: 0..1 of the densest, at each pixel. */
export interface WhiteCellStains {
  readonly nucleus: Field;
  readonly cytoplasm: Field;
  readonly granules: Field;
}

export type WhiteCellKind = 'neutrophil' | 'eosinophil' | 'lymphocyte';

interface Lobe {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Lobes on a bent chain, in pixels from the cell's centre. */
function chain(count: number, lobeRadius: number, cellRadius: number, random: () => number): Lobe[] {
  const first = between(0, 2 * Math.PI, random);
  const step = (between(0.85, 1.15, random) * 2 * Math.PI) / (count + 0.9);
  return Array.from({ length: count }, (_, n) => {
    const angle = first + n * step;
    const out = between(0.34, 0.46, random) * cellRadius;
    return {
      x: out * Math.cos(angle),
      y: out * Math.sin(angle),
      radius: between(0.88, 1.12, random) * lobeRadius,
    };
  });
}

function lobesOf(kind: WhiteCellKind, radius: number, random: () => number): Lobe[] {
  switch (kind) {
    case 'neutrophil':
      return chain(3 + Math.floor(random() * 3), 0.3 * radius, radius, random);
    case 'eosinophil':
      return chain(2, 0.38 * radius, radius, random);
    case 'lymphocyte':
      return [{ x: between(-0.08, 0.08, random) * radius, y: 0, radius: 0.86 * radius }];
  }
}

/** From 0 to 1 as `value` goes from `low` to `high`, without a kink. */
function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

/**
 * Adds a white cell: a nucleus of lobes that run into one another where they are near, pale cytoplasm, and granules.
 *
 * @param chromatin noise of about -1..1 that parts the nucleus into lighter and darker clumps.
 * @param grain finer noise of about -1..1 that makes the granules.
 */
export function addWhiteCell(
  stains: WhiteCellStains,
  kind: WhiteCellKind,
  { x, y, radius }: Place,
  chromatin: Field,
  grain: Field,
  random: () => number,
): void {
  const share = outline(radius, between(1, 1.12, random), 0.03, random);
  const lobes = lobesOf(kind, radius, random);
  const granularity = { neutrophil: 0.35, eosinophil: 1, lymphocyte: 0 }[kind];
  around(stains.nucleus.side, x, y, radius * 1.3, (dx, dy, i) => {
    const rho = share(dx, dy);
    if (rho >= 1) return;
    const wobble = 1 + 0.05 * (chromatin.values[i] ?? 0);
    const nearness = lobes.reduce(
      (sum, lobe) =>
        sum + Math.exp(-Math.LN2 * (((dx - lobe.x) ** 2 + (dy - lobe.y) ** 2) / lobe.radius ** 2) ** 1.5),
      0,
    );
    const nucleus = smoothstep(0.46, 0.6, nearness * wobble) * (0.84 + 0.3 * (chromatin.values[i] ?? 0));
    const body = smoothstep(1, 0.93, rho) * (1 - nucleus);
    stains.nucleus.values[i] = Math.max(stains.nucleus.values[i] ?? 0, nucleus);
    stains.cytoplasm.values[i] = Math.max(stains.cytoplasm.values[i] ?? 0, body);
    stains.granules.values[i] = body * granularity * smoothstep(-0.1, 0.5, grain.values[i] ?? 0);
  });
}

/** Adds a platelet: a scrap of granular, violet cytoplasm. */
export function addPlatelet(
  stains: WhiteCellStains,
  { x, y, radius }: Place,
  grain: Field,
  random: () => number,
): void {
  const share = outline(radius, between(1, 1.7, random), 0.12, random);
  around(stains.nucleus.side, x, y, radius * 2, (dx, dy, i) => {
    const body = smoothstep(1, 0.6, share(dx, dy));
    const density = body * (0.42 + 0.2 * (grain.values[i] ?? 0));
    stains.nucleus.values[i] = Math.max(stains.nucleus.values[i] ?? 0, density);
  });
}
