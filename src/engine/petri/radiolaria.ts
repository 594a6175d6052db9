import { layered } from './noise.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Shells of plankton, each a wheel of its own order: rings of windows, ribs, spines, a jewel in the middle. */
export const radiolaria: Family = (random, { colours, ground, ink, light, accent }) => {
  const radii = falling(110, within(random, 0.3, 0.44), 0.035, 1.3);
  const shells = pack(random, radii, { gap: 0.03, tries: 60, extent: 0.97 }).map((disc) => ({
    ...disc,
    order: Math.round(within(random, 5, 9)),
    turn: 2 * Math.PI * random(),
    share: random(),
    rings: disc.radius > 0.24 ? 3 : disc.radius > 0.12 ? 2 : 1,
    spines: within(random, 0.04, 0.16),
    isPale: random() < 0.5,
  }));
  const water = layered(random, 3);
  return (x, y, drop) => {
    const depth = 0.5 + 0.5 * water(1.3 * x, 1.3 * y);
    fill(drop, ink);
    lay(drop, ground, 0.7);
    lay(drop, ramp(colours, 0.3 * depth), 0.6 * depth);
    drop.height = 0.2;
    for (const { x: cx, y: cy, radius, order, turn, share, rings, spines, isPale } of shells) {
      const [dx, dy] = [x - cx, y - cy];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > radius * 1.2 + 0.03) continue;
      const angle = Math.atan2(dy, dx) + turn;
      const wheel = Math.cos(order * angle);
      const t = distance / (radius * (0.92 + spines * step(0.1, 1, wheel)));
      const out = radius * (t - 1);
      if (radius > 0.1) lay(drop, light, 0.55 * line(out, 0.022, 0.012));
      lay(drop, ink, 0.85 * step(0.009, 0.002, out));
      if (out > 0) continue;
      fill(drop, ramp(colours, isPale ? 0.72 + 0.28 * share : 0.12 + 0.38 * share));
      lay(drop, isPale ? light : accent, 0.6 * line(t, 0.93, 0.08));
      let carved = 0;
      for (let ring = 0; ring < rings; ring++) {
        const middle = 0.27 + (0.62 * (ring + 0.5)) / rings;
        const windows = ring === 2 ? 2 * order : order;
        const across = (angle * windows) / (2 * Math.PI) + 0.5 * (ring % 2);
        const beside = (across - Math.floor(across) - 0.5) * (2 * Math.PI) * middle;
        const wide = 2.35 * middle;
        const high = (0.27 / rings) * windows;
        const hole = Math.sqrt((beside / wide) ** 2 + (((t - middle) * windows) / high) ** 2);
        lay(drop, ink, 0.9 * step(1.12, 1, hole));
        lay(
          drop,
          ramp(colours, isPale ? 0.08 + 0.28 * ring + 0.25 * share : 0.98 - 0.25 * ring),
          step(0.94, 0.82, hole),
        );
        lay(drop, isPale ? accent : light, step(0.42, 0.3, hole) * (ring === 1 || radius < 0.12 ? 1 : 0));
        carved += step(1, 0.8, hole);
      }
      lay(drop, ink, 0.9 * line(t, 0.25, 0.04));
      lay(drop, accent, step(0.235, 0.215, t));
      lay(drop, ink, 0.9 * step(0.12, 0.1, t));
      drop.height = 0.3 + radius * (0.3 * Math.sqrt(Math.max(0, 1 - t * t)) - 0.06 * carved);
    }
  };
};
