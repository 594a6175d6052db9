import { between } from './chance.ts';
import { around } from './field.ts';
import { outline } from './outline.ts';
import type { Place } from './place.ts';
import type { Stains } from './stains.ts';

/**
 * Thickness of a resting red cell at `rho`, 0 in the middle to 1 at the rim, as a share of its thickest ring
 * (Evans and Fung 1972, Microvasc. Res. 4:335, in an isotonic medium).
 */
function biconcave(rho: number): number {
  return (Math.sqrt(1 - rho ** 2) * (0.81 + 7.83 * rho ** 2 - 4.39 * rho ** 4)) / 2.57;
}

/** Adds a dried red cell, of density 1 at its thickest ring. Drying fills the hollow, in each cell differently. */
export function addRedCell(stains: Stains, { x, y, radius }: Place, random: () => number): void {
  const stretch = 1 + 0.16 * random() ** 2;
  const share = outline(radius, stretch, 0.025, random);
  const pallor = between(0.35, 1, random);
  const density = between(0.9, 1.08, random);
  const offX = between(-0.1, 0.1, random) * radius;
  const offY = between(-0.1, 0.1, random) * radius;
  around(stains.haemoglobin.side, x, y, radius * 1.3, (dx, dy, i) => {
    const rho = share(dx, dy);
    if (rho >= 1) return;
    const hollow = biconcave(
      Math.min(rho, Math.hypot(dx - offX * (1 - rho), dy - offY * (1 - rho)) / radius),
    );
    const filled = (1 - rho ** 6) ** 0.5;
    stains.haemoglobin.values[i] =
      (stains.haemoglobin.values[i] ?? 0) + density * (pallor * hollow + (1 - pallor) * filled);
  });
}
