import { gradientNoise, layered } from './noise.ts';
import { falling, pack } from './pack.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Ink on wet paper: see-through blots with dark tide lines, one over another, blooms within, and spatter. */
export const bleed: Family = (random, { colours, ink, light, accent }) => {
  const radii = falling(Math.round(within(random, 34, 48)), within(random, 0.42, 0.54), 0.04, 1.7);
  const blots = pack(random, radii, { gap: -0.2, tries: 30, extent: 1.1 }).map((disc, i) => ({
    ...disc,
    colour: random() < 0.12 ? accent : ramp(colours, random()),
    strength: within(random, 0.62, 0.98),
    outline: layered(random, 4),
    shift: 7 * i,
    bloom: within(random, 0.35, 0.7),
  }));
  const [paper, pigment] = [layered(random, 2), gradientNoise(random)];
  return (x, y, drop) => {
    fill(drop, light);
    const grain = paper(14 * x, 14 * y);
    drop.l -= 0.012 + 0.012 * grain;
    let wet = 0;
    for (const { x: cx, y: cy, radius, colour, strength, outline, shift, bloom } of blots) {
      const [dx, dy] = [x - cx, y - cy];
      const plain = Math.sqrt(dx * dx + dy * dy) / radius;
      if (plain > 1.6) continue;
      const t = plain + 0.3 * outline(dx / radius + shift, dy / radius) + 0.012 * grain;
      if (t > 1) continue;
      const border = step(1, 0.985, t);
      const tide = step(0.8, 0.99, t) ** 2;
      const back = line(t, bloom, 0.035) * step(0.1, 0.2, radius); // where water ran back into the wash
      const pool = 0.55 + 0.25 * pigment(3 * x + shift, 3 * y) + 0.8 * tide + 0.4 * back;
      const cover = border * strength * Math.min(1.25, pool);
      // pigment takes light away from what is below, as a filter does
      drop.l *= 1 - cover * (1 - colour[0]) * 0.85;
      drop.a += (colour[1] - 0.45 * drop.a) * cover * 0.9;
      drop.b += (colour[2] - 0.45 * drop.b) * cover * 0.9;
      lay(drop, ink, 0.25 * tide * border);
      wet += border * 0.02;
    }
    drop.l = Math.max(ink[0], drop.l);
    drop.height = 0.3 + wet + 0.004 * grain;
  };
};
