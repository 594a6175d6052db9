import { type Capsule, capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import type { Lab } from './oklab.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';

/** Filaments in wreaths around a mouth, the outer ones below, each swaying a little and tipped with light. */
export const anemone: Family = (random, { colours, ground, ink, light, accent }) => {
  const centre = { x: within(random, -0.18, 0.18), y: within(random, -0.18, 0.18) };
  const sway = gradientNoise(random);
  const wreaths = Math.round(within(random, 4, 6));
  const thick = within(random, 0.045, 0.065);
  const strokes: Capsule[] = [];
  let stroke = 0;
  const looks: { share: number; start: number; end: number; isTip: boolean }[] = [];
  const pearls = within(random, 0.2, 0.6);
  const curl = within(random, -0.5, 0.5);
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
      const joints = 7;
      const place = (joint: number) => {
        const along = joint / joints;
        const r = inner + length * along;
        const a =
          angle +
          curl * along * along +
          0.22 * along * sway(2.5 * Math.cos(angle) + wreath, 2.5 * Math.sin(angle) + 2 * along);
        return { x: centre.x + r * Math.cos(a), y: centre.y + r * Math.sin(a) };
      };
      const width = (joint: number) => radius * (0.45 + 0.55 * (joint / joints));
      for (let joint = 0; joint < joints; joint++) {
        strokes.push({
          from: place(joint),
          to: place(joint + 1),
          fromRadius: width(joint),
          toRadius: width(joint + 1),
          stroke,
        });
        looks.push({ share, start: joint / joints, end: (joint + 1) / joints, isTip: false });
      }
      const tip = place(joints);
      if (random() < pearls) {
        strokes.push(dot({ ...tip, radius: 1.12 * radius }, stroke + 1));
        stroke += 2;
        looks.push({ share, start: 1, end: 1, isTip: true });
      }
    }
  }
  const find = capsules(strokes, 0.007, 'top');
  const grain = layered(random, 2);
  const tipColour: Lab = random() < 0.5 ? accent : light;
  return (x, y, drop) => {
    fill(drop, ground);
    lay(drop, ink, 0.5 + 0.4 * grain(3 * x, 3 * y));
    drop.height = 0.2;
    const { index, distance, along, radius } = find(x, y);
    const [dx, dy] = [x - centre.x, y - centre.y];
    const mouth = Math.sqrt(dx * dx + dy * dy) + 0.012 * grain(9 * x, 9 * y);
    if (index >= 0) {
      const { share, start, end, isTip } = looks[index]!; // one for each stroke
      const t = start + (end - start) * along;
      const depth = Math.min(1, -distance / radius);
      fill(drop, ramp(colours, share + 0.25 * (t - 0.5)));
      lay(drop, ink, 0.55 * step(0.5, 0, t));
      lay(drop, light, 0.35 * step(0.2, 1, depth));
      if (isTip) fill(drop, tipColour);
      lay(drop, ink, 0.9 * step(-0.002, 0.003, distance));
      drop.height = 0.3 + 1.6 * radius * Math.sqrt(Math.max(0, depth)) + 0;
    }
    lay(drop, ink, step(0.085, 0.07, mouth));
    lay(drop, accent, step(0.05, 0.042, mouth));
  };
};
