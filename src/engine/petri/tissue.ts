import { gradientNoise } from './noise.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';
import { voronoi } from './voronoi.ts';

/** Tissue: cells wall to wall, each with a membrane, a nucleus and the colour of its neighbourhood. */
export const tissue: Family = (random, { colours, ink, light, accent }) => {
  const spacing = within(random, 0.13, 0.2);
  const points = scatter(random, spacing);
  const find = voronoi(points, spacing);
  const [bendX, bendY, tone] = [gradientNoise(random), gradientNoise(random), gradientNoise(random)];
  const shares = points.map(({ x, y }) => 0.5 + 0.75 * tone(1.2 * x, 1.2 * y) + 0.35 * (random() - 0.5));
  const isRare = points.map(() => random() < 0.07);
  return (x, y, drop) => {
    const u = x + 0.05 * bendX(4 * x, 4 * y);
    const v = y + 0.05 * bendY(4 * x, 4 * y);
    const { cell, distance, border } = find(u, v);
    const share = shares[cell]!; // one for each point
    fill(drop, isRare[cell] ? accent : ramp(colours, share));
    lay(drop, light, 0.35 * step(0.35 * spacing, 0, border));
    lay(drop, ramp(colours, share - 0.35), 0.9 * step(0.24 * spacing, 0.2 * spacing, distance));
    lay(drop, ink, 0.8 * step(0.13 * spacing, 0.1 * spacing, distance));
    lay(drop, light, step(0.075 * spacing, 0.05 * spacing, border));
    drop.height = 0.5 + 0.15 * step(0, 0.4 * spacing, border);
  };
};
