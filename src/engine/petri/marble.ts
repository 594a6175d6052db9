import { gradientNoise, layered } from './noise.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Marbling: bands of a field that is bent by a field that is bent (Quilez 2002, "domain warping"), laced with light. */
export const marble: Family = (random, { colours, ink, light, accent }) => {
  const [first, second] = [layered(random, 2), layered(random, 2)];
  const [third, fourth] = [layered(random, 2), layered(random, 2)];
  const tone = gradientNoise(random);
  const scale = within(random, 0.8, 1.3);
  const bend = within(random, 0.9, 1.6);
  const bands = within(random, 5.5, 9);
  const shifts = Array.from({ length: 64 }, () => random());
  return (x, y, drop) => {
    const u = x * scale + bend * 0.6 * first(x * scale, y * scale);
    const v = y * scale + bend * 0.6 * second(x * scale + 5, y * scale);
    const field = 0.5 + 0.5 * third(u + bend * 0.5 * fourth(u, v), v) + 0.12 * tone(2 * x, 2 * y);
    const place = bands * field;
    const band = Math.floor(place);
    const inside = place - band;
    const share = shifts[(band + 32) & 63]!; // 64 shifts
    fill(drop, ramp(colours, share));
    lay(drop, ramp(colours, share + 0.3), 0.5 * inside);
    lay(drop, ink, 0.35 * step(0.25, 0, inside));
    if (share > 0.9) lay(drop, accent, 0.8);
    lay(drop, light, 0.9 * line(inside, 0.94, 0.1));
    drop.height = 0.5 + 0.3 * field + 0.08 * step(0, 0.5, inside) * step(1, 0.8, inside);
  };
};
