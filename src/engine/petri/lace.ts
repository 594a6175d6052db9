import { capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Poured paint that opened into cells: drawn long by the flow, ring in ring, with lace of small ones between. */
export const lace: Family = (random, { colours, ink, light, accent }) => {
  const radii = falling(480, within(random, 0.2, 0.28), 0.014, 2.6);
  const discs = pack(random, radii, { gap: 0.011, tries: 60, extent: 1.5 });
  const find = capsules(
    discs.map(({ x, y, radius }, i) => dot({ x: x / 1.5, y: y / 1.5, radius: radius / 1.5 }, i)),
    0.03,
    'nearest',
  );
  const [bendX, bendY] = [layered(random, 2), layered(random, 2)];
  const [tone, sheet] = [layered(random, 2), gradientNoise(random)];
  const traits = discs.map(({ x, y }) => ({
    share: 0.5 + 0.65 * tone(x, y) + 0.6 * (random() - 0.5),
    isRare: random() < 0.09,
    core: within(random, 0.3, 0.75),
  }));
  const pull = within(random, 0.3, 0.5);
  return (x, y, drop) => {
    const u = (x + pull * bendX(0.9 * x, 0.9 * y)) / 1.5;
    const v = (y + pull * bendY(0.9 * x, 0.9 * y)) / 1.5;
    const { index, distance, radius } = find(u, v);
    const depth = 0.5 + 0.5 * sheet(2.5 * x, 2.5 * y);
    fill(drop, ink);
    lay(drop, ramp(colours, 0.35 * depth), 0.8 * depth);
    drop.height = 0.3;
    if (index < 0) return;
    lay(drop, light, step(0.007, 0.0035, distance));
    if (distance > 0) return;
    const { share, isRare, core } = traits[index]!; // one for each disc
    const heart = 1 + distance / radius;
    lay(drop, isRare ? accent : ramp(colours, share), step(0, -0.003, distance));
    if (radius > 0.022) {
      lay(drop, ink, 0.4 * step(0.75, 1, heart));
      lay(drop, ramp(colours, share + (share > 0.5 ? -0.45 : 0.45)), step(core, core - 0.06, heart));
      lay(drop, light, 0.8 * line(heart, core, 0.09));
      lay(drop, isRare ? light : ramp(colours, share), step(0.42 * core, 0.36 * core, heart));
    }
    drop.height = 0.34 + 1.6 * radius * (1 - heart * heart) * 0.6;
  };
};
