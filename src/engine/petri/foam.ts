import { capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Foam: bubbles of all sizes in still resin, each with a film, a lens of colour and a glint. */
export const foam: Family = (random, { colours, ground, ink, light, accent }) => {
  const discs = pack(
    random,
    falling(Math.floor(within(random, 150, 260)), within(random, 0.24, 0.36), 0.02, 3.2),
    {
      gap: 0.012,
      tries: 90,
      extent: 1.02,
    },
  );
  const find = capsules(discs.map(dot), 0.05, 'nearest');
  const tone = layered(random, 3);
  const swirl = gradientNoise(random);
  const shares = discs.map(({ x, y }) => 0.5 + 0.6 * swirl(1.3 * x, 1.3 * y) + 0.6 * (random() - 0.5));
  const isRare = discs.map(() => random() < 0.1);
  return (x, y, drop) => {
    const depth = 0.5 + 0.5 * tone(1.6 * x, 1.6 * y);
    fill(drop, ground);
    lay(drop, ramp(colours, 0.6 * depth), 0.55);
    lay(drop, ink, 0.35 * step(0.45, 0.5, depth) * step(0.56, 0.5, depth));
    drop.height = 0.3;
    const { index, distance, radius } = find(x, y);
    if (index < 0) return;
    lay(drop, ink, 0.5 * step(0.035, 0, distance));
    if (distance > 0) return;
    const disc = discs[index]!; // one for each capsule
    const share = shares[index]!;
    const [u, v] = [(x - disc.x) / radius, (y - disc.y) / radius];
    const rim = 1 + distance / radius; // 0 in the middle, 1 at the film
    const colour = isRare[index] ? accent : ramp(colours, share);
    fill(drop, colour);
    lay(drop, ramp(colours, share + 0.4), 0.75 * step(0.2, 1, 0.5 + 0.6 * (u + v)) * (1 - rim ** 4));
    lay(drop, ramp(colours, share - 0.4), 0.6 * step(0.3, 1.1, 0.4 - 0.6 * (u + v)) * rim);
    lay(drop, light, 0.85 * line(distance, -0.006 - 0.05 * radius, 0.009 + 0.05 * radius));
    const glint = Math.sqrt((u + 0.38) ** 2 + (v + 0.42) ** 2);
    lay(drop, light, 0.9 * step(0.2, 0.13, glint) * step(0.03, 0.06, radius));
    drop.height = 0.3 + radius * Math.sqrt(Math.max(0, 1 - rim * rim));
  };
};
