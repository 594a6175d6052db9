import { type Capsule, capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import type { Lab } from './oklab.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import type { Point } from './scatter.ts';

/** How a capsule of a filament looks. */
interface Look {
  /** Its place in the ramp of colours. */
  readonly share: number;
  /** Where along the filament the capsule begins and ends, 0..1. */
  readonly start: number;
  readonly end: number;
  readonly isPearl: boolean;
}

/** Capsules of a filament. */
const JOINTS = 7;

/** All filaments, from the outer wreath to the inner one, so that the inner ones lie on top. */
function filaments(random: () => number, centre: Point): { capsules: Capsule[]; looks: Look[] } {
  const sway = gradientNoise(random);
  const wreaths = Math.round(within(random, 4, 6));
  const thick = within(random, 0.045, 0.065);
  const pearls = within(random, 0.2, 0.6);
  const curl = within(random, -0.5, 0.5);
  const strokes: Capsule[] = [];
  const looks: Look[] = [];
  let bundle = 0; // filaments without a pearl between them part like strands, rather than one covering the other
  for (let wreath = 0; wreath < wreaths; wreath++) {
    const outer = 1.12 * (1 - wreath / wreaths) ** 0.85 + 0.1;
    const inner = 0.05 + outer * 0.3;
    const radius = thick * (0.5 + 0.5 * outer);
    const count = Math.round((Math.PI * (outer + inner)) / (2.7 * radius));
    const phase = random();
    for (let i = 0; i < count; i++) {
      const angle = (2 * Math.PI * (i + phase + 0.25 * (random() - 0.5))) / count;
      const length = (outer - inner) * within(random, 0.72, 1.05);
      const share =
        0.85 * (wreath / (wreaths - 1)) +
        0.2 * (random() - 0.5) +
        0.12 * sway(9 * Math.cos(angle), 9 * Math.sin(angle));
      const place = (along: number): Point => {
        const r = inner + length * along;
        const a =
          angle +
          curl * along * along +
          0.22 * along * sway(2.5 * Math.cos(angle) + wreath, 2.5 * Math.sin(angle) + 2 * along);
        return { x: centre.x + r * Math.cos(a), y: centre.y + r * Math.sin(a) };
      };
      const width = (along: number) => radius * (0.45 + 0.55 * along);
      for (let joint = 0; joint < JOINTS; joint++) {
        const [start, end] = [joint / JOINTS, (joint + 1) / JOINTS];
        const [from, to] = [place(start), place(end)];
        strokes.push({ from, to, fromRadius: width(start), toRadius: width(end), stroke: bundle });
        looks.push({ share, start, end, isPearl: false });
      }
      if (random() < pearls) {
        strokes.push(dot({ ...place(1), radius: 1.12 * radius }, bundle + 1));
        looks.push({ share, start: 1, end: 1, isPearl: true });
        bundle += 2;
      }
    }
  }
  return { capsules: strokes, looks };
}

/** Filaments in wreaths around a mouth, the outer ones below, each swaying a little, some tipped with a pearl. */
export const anemone: Family = (random, { colours, ground, ink, light, accent }) => {
  const centre = { x: within(random, -0.18, 0.18), y: within(random, -0.18, 0.18) };
  const { capsules: strokes, looks } = filaments(random, centre);
  const find = capsules(strokes, 0.007, 'top');
  const grain = layered(random, 2);
  const pearl: Lab = random() < 0.5 ? accent : light;
  return (x, y, drop) => {
    fill(drop, ground);
    lay(drop, ink, 0.5 + 0.4 * grain(3 * x, 3 * y));
    drop.height = 0.2;
    const { index, distance, along, radius } = find(x, y);
    const [dx, dy] = [x - centre.x, y - centre.y];
    const mouth = Math.sqrt(dx * dx + dy * dy) + 0.012 * grain(9 * x, 9 * y);
    if (index >= 0) {
      const { share, start, end, isPearl } = looks[index]!; // one for each capsule
      const t = start + (end - start) * along;
      const depth = Math.min(1, -distance / radius);
      fill(drop, ramp(colours, share + 0.25 * (t - 0.5)));
      lay(drop, ink, 0.55 * step(0.5, 0, t));
      lay(drop, light, 0.35 * step(0.2, 1, depth));
      if (isPearl) fill(drop, pearl);
      lay(drop, ink, 0.9 * step(-0.002, 0.003, distance));
      drop.height = 0.3 + 1.6 * radius * Math.sqrt(Math.max(0, depth));
    }
    lay(drop, ink, step(0.085, 0.07, mouth));
    lay(drop, accent, step(0.05, 0.042, mouth));
  };
};
