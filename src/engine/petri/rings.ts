import { bands } from './bands.ts';
import { layered } from './noise.ts';
import { outline } from './outline.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { strata } from './palette.ts';
import { scatter } from './scatter.ts';

/** Growth rings: a few colonies that grew in spurts, each at its own pace, until they met. */
export const rings: Family = (random, palette) => {
  const { ink, light, accent, ground } = palette;
  const colonies = scatter(random, within(random, 0.5, 0.9), 0.95).map((centre) => ({
    ...centre,
    pace: within(random, 0.7, 1.3),
    age: bands(random, 0.03, 0.1),
    colours: strata(random, palette),
    shape: outline(random, 0.2, 7),
    start: random() * 0.5,
  }));
  const bend = layered(random, 3);
  return (x, y, drop) => {
    let [least, second] = [9, 9];
    let nearest = colonies[0]!; // scatter returns one point or more
    for (const colony of colonies) {
      const [dx, dy] = [x - colony.x, y - colony.y];
      const distance = Math.sqrt(dx * dx + dy * dy);
      const age = distance / (colony.pace * colony.shape(Math.atan2(dy, dx))) + 0.045 * bend(2 * x, 2 * y);
      if (age < least) [second, least, nearest] = [least, age, colony];
      else if (age < second) second = age;
    }
    const { index, inside, border } = nearest.age(least + nearest.start);
    const colour = nearest.colours[index & 127]!; // 128 strata
    fill(drop, colour);
    lay(drop, light, 0.22 * step(0.4, 1, inside));
    lay(drop, ink, 0.3 * step(0.35, 0, inside));
    lay(drop, ink, 0.55 * step(0.007, 0.003, border));
    drop.height = 0.4 + 0.12 * step(0, 0.03, border);
    const front = second - least;
    lay(drop, ground, step(0.1, 0.07, front));
    lay(drop, ink, 0.7 * step(0.115, 0.1, front) * step(0.07, 0.085, front));
    lay(drop, accent, step(0.03, 0.018, front));
    drop.height -= 0.15 * step(0.12, 0.06, front);
    lay(drop, light, step(0.035, 0.028, least));
  };
};
