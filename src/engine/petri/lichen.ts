import { capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import { outline } from './outline.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';
import { voronoi } from './voronoi.ts';

/** Lichens on dark stone: lobed rosettes over one another, cracked in the middle, with cups of the accent's colour. */
export const lichen: Family = (random, { colours, ink, light, accent, ground }) => {
  const radii = falling(40, within(random, 0.4, 0.5), 0.1, 1.5);
  const rosettes = pack(random, radii, { gap: -0.1, tries: 40, extent: 1.1 }).map((disc) => ({
    ...disc,
    share: random(),
    shape: outline(random, 0.16, 5),
    lobes: Math.round(within(random, 9, 15) * Math.sqrt(disc.radius / 0.3)),
    sway: gradientNoise(random),
  }));
  const cupDiscs = pack(random, falling(70, 0.045, 0.014, 1.5), { gap: 0.02, tries: 12, extent: 0.95 });
  const cups = capsules(cupDiscs.map(dot), 0.006, 'nearest');
  const chips = scatter(random, 0.085);
  const crackAt = voronoi(chips, 0.085);
  const chipShift = chips.map(() => 0.3 * (random() - 0.5));
  const [stone, bend] = [layered(random, 4), layered(random, 2)];
  return (x, y, drop) => {
    fill(drop, ink);
    const rock = stone(4 * x, 4 * y);
    lay(drop, ground, 0.3 + 0.14 * rock);
    drop.height = 0.2 + 0.02 * rock;
    const [u, v] = [x + 0.02 * bend(8 * x, 8 * y), y + 0.02 * bend(8 * x + 9, 8 * y)];
    let isLichen = false;
    for (const { x: cx, y: cy, radius, share, shape, lobes, sway } of rosettes) {
      const [dx, dy] = [u - cx, v - cy];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > radius * 1.35) continue;
      const angle = Math.atan2(dy, dx);
      const lobe = Math.abs(Math.sin(0.5 * lobes * angle + 1.2 * sway(3 * dx + 9, 3 * dy)));
      const edge = radius * (0.82 + 0.17 * lobe) * shape(angle);
      const t = distance / edge;
      const out = distance - edge;
      lay(drop, ink, 0.75 * step(0.03, 0, out));
      if (out > 0) continue;
      isLichen = t < 0.93;
      const { cell, border } = crackAt(u, v);
      fill(drop, ramp(colours, share + 0.15 * (t - 0.5) + chipShift[cell]! * step(0.75, 0.5, t))); // one for each chip
      lay(drop, ink, 0.6 * step(0.32, 0.1, lobe) * step(0.45, 0.7, t));
      lay(drop, light, 0.75 * step(-0.035, -0.027, out));
      lay(drop, ink, 0.75 * step(0.009, 0.004, border) * step(0.72, 0.6, t));
      drop.height = 0.3 + 0.1 * step(0, 0.02, -out) + 0.03 * step(0, 0.015, border) * step(0.72, 0.6, t);
    }
    if (!isLichen) return;
    const { index, distance, radius } = cups(x, y);
    if (index < 0) return;
    fill(drop, light);
    lay(drop, accent, step(-0.2, -0.3, distance / radius));
    lay(drop, ink, step(-0.002, 0.003, distance));
    drop.height =
      0.45 + 0.05 * step(0, -0.15, distance / radius) - 0.06 * step(-0.2, -0.6, distance / radius);
  };
};
