import { bands } from './bands.ts';
import { gradientNoise, layered } from './noise.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';
import { voronoi } from './voronoi.ts';

/** Crystals between crossed polarisers: needles from a seed until they meet, each with its dark cross and orders. */
export const spherulite: Family = (random, { colours, ink, light, accent }) => {
  const spacing = within(random, 0.34, 0.7);
  const seeds = scatter(random, spacing);
  const find = voronoi(seeds, spacing);
  const needles = gradientNoise(random);
  const bend = layered(random, 2);
  const traits = seeds.map(() => ({
    share: random(),
    turn: 0.35 * (random() - 0.5),
    order: bands(random, 0.07, 0.16),
    shift: 20 * random(),
  }));
  return (x, y, drop) => {
    const { cell, border } = find(x + 0.02 * bend(4 * x, 4 * y), y + 0.02 * bend(4 * x + 5, 4 * y));
    const { x: cx, y: cy } = seeds[cell]!; // the cell of a seed
    const { share, turn, order, shift } = traits[cell]!; // one for each seed
    const [dx, dy] = [x - cx, y - cy];
    const distance = Math.sqrt(dx * dx + dy * dy);
    const [c, s] = [dx / (distance + 1e-6), dy / (distance + 1e-6)];
    const needle = needles(9 * c + shift, 9 * s + 0.6 * distance);
    const { index, inside, border: edge } = order(distance + 0.02 * needle);
    fill(drop, ramp(colours, (share + 0.31 * index) % 1));
    lay(drop, light, 0.3 * inside);
    lay(drop, ink, 0.3 * step(0.1, 0.5, needle) * step(0.03, 0.1, distance));
    const cross = Math.abs(Math.sin(2 * (Math.atan2(dy, dx) + turn) + 0.2 * needle));
    lay(drop, ink, 0.75 * step(0.34, 0.16, cross));
    lay(drop, light, 0.5 * step(0.008, 0.003, edge) * step(0.2, 0.5, cross));
    lay(drop, accent, step(0.045, 0.035, distance));
    drop.height = 0.45 + 0.03 * needle - 0.1 * step(0.03, 0, border);
    lay(drop, ink, step(0.016, 0.01, border));
    lay(drop, light, 0.8 * step(0.006, 0.003, border));
  };
};
