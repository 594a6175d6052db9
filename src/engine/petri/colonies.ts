import { gradientNoise, layered } from './noise.ts';
import { outline } from './outline.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** How a large colony is built; small ones are all domes. */
const builds = ['dome', 'folds', 'target', 'petals'] as const;

/** Colonies on agar: a few species, each with its build (dome, folds, target or petals), and the zones they keep clear. */
export const colonies: Family = (random, { colours, ground, ink, light, accent }) => {
  const radii = falling(Math.floor(within(random, 50, 90)), within(random, 0.3, 0.4), 0.03, 2.2);
  const discs = pack(random, radii, { gap: 0.025, tries: 70, extent: 0.97 });
  const shift = random();
  const species = [0, 1, 2, 3].map((i) => ({
    colour: ramp(colours, (shift + i / 3.3) % 1),
    partner: ramp(colours, (shift + i / 3.3 + 0.45) % 1),
    build: builds[(i + Math.floor(2 * random())) % 4]!, // four builds
    folds: Math.round(within(random, 9, 16)),
    core: random() < 0.5 ? accent : light,
  }));
  const members = discs.map((disc) => ({
    ...disc,
    kind: species[Math.floor(4 * random())]!, // four species
    shape: outline(random, 0.13, 6),
    turn: 2 * Math.PI * random(),
    hasZone: random() < 0.6,
  }));
  const agar = layered(random, 3);
  const wrinkle = gradientNoise(random);
  return (x, y, drop) => {
    const pool = 0.5 + 0.5 * agar(1.3 * x, 1.3 * y);
    fill(drop, ground);
    lay(drop, ramp(colours, 0.35 + 0.6 * pool), 0.25);
    drop.height = 0.2;
    for (const { x: cx, y: cy, radius, kind, shape, turn, hasZone } of members) {
      const [dx, dy] = [x - cx, y - cy];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > 1.35 * radius + 0.03) continue;
      const angle = Math.atan2(dy, dx) + turn;
      const petal = Math.cos(Math.round(kind.folds / 2) * angle);
      const isLarge = radius > 0.07;
      const edge = radius * shape(angle) * (kind.build === 'petals' && isLarge ? 0.92 + 0.09 * petal : 0.98);
      const t = distance / edge;
      if (hasZone && radius > 0.11) {
        lay(drop, light, 0.6 * step(1.22, 1.18, t));
        lay(drop, ink, 0.4 * line(t, 1.21, 0.035));
      }
      const out = distance - edge;
      lay(drop, ink, 0.85 * step(0.009, 0.002, out));
      if (out > 0) continue;
      fill(drop, kind.colour);
      lay(drop, kind.partner, 0.35 * step(0.95, 0.2, t));
      let height = 0.55 * Math.sqrt(1 - t * t);
      if (isLarge) {
        if (kind.build === 'folds') {
          const fold = Math.cos(kind.folds * angle + 1.6 * wrinkle(3 * t + 9 * cx, 2 * angle));
          lay(drop, kind.partner, step(0.1, 0.35, fold) * step(0.3, 0.42, t) * step(0.93, 0.85, t));
          height += 0.06 * fold * step(0.2, 0.5, t);
        } else if (kind.build === 'target') {
          const ring = 4.4 * (t + 0.03 * wrinkle(4 * x, 4 * y));
          if (Math.floor(ring) % 2 === 0) fill(drop, kind.partner);
          lay(drop, light, 0.25 * (ring - Math.floor(ring)));
        } else if (kind.build === 'petals') {
          lay(drop, kind.partner, step(0.1, 0.4, petal) * step(0.32, 0.42, t) * step(0.86, 0.78, t));
        }
        lay(drop, light, 0.75 * line(t, 0.94, 0.06));
        lay(drop, ink, 0.85 * line(t, 0.285, 0.07));
        lay(drop, kind.core, step(0.28, 0.25, t));
      }
      drop.height = 0.25 + radius * height;
    }
  };
};
