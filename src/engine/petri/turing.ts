import { gradientNoise } from './noise.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { patterned } from './reaction.ts';

/** Turing's pattern: spots that run together into a labyrinth, raised, each with a core. */
export const turing: Family = (random, { colours, ground, ink, light, accent }) => {
  const reach = within(random, 5, 8);
  const field = patterned(random, reach, within(random, -0.06, 0.06));
  const [tone, blush] = [gradientNoise(random), gradientNoise(random)];
  const isDark = random() < 0.5;
  return (x, y, drop) => {
    const value = field(x, y);
    const share = 0.5 + 0.7 * tone(1.1 * x, 1.1 * y);
    const rare = blush(1.5 * x, 1.5 * y);
    fill(drop, isDark ? ink : ground);
    lay(drop, ramp(colours, 0.3 + 0.5 * rare), 0.3);
    lay(drop, ink, 0.5 * step(-0.6, -0.05, value));
    const body = step(-0.06, 0.06, value);
    lay(drop, ramp(colours, share), body);
    lay(drop, ramp(colours, share + 0.3), body * step(0.1, 0.7, value));
    lay(drop, light, 0.9 * line(value, 0.05, 0.22));
    lay(drop, rare > 0.25 ? accent : ramp(colours, share - 0.45), 0.9 * step(0.5, 0.56, value));
    drop.height = 0.4 + 0.12 * step(-0.3, 0.9, value);
  };
};
