import { type Capsule, capsules } from './capsules.ts';
import { layered } from './noise.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { streamlines } from './streamlines.ts';

/** Strands side by side along a flow, as hair, hyphae or brush strokes lie. */
export const streams: Family = (random, { colours, ink, light, accent }) => {
  const bent = layered(random, 2);
  const scale = within(random, 0.75, 1.15);
  const spacing = within(random, 0.055, 0.08);
  const tone = layered(random, 2);
  const strands: Capsule[] = [];
  const looks: { share: number; isRare: boolean }[] = [];
  for (const { seed, path } of streamlines(random, (x, y) => bent(scale * x, scale * y), spacing)) {
    const full = 0.47 * spacing * within(random, 0.8, 1.05);
    const width = (i: number) =>
      full * Math.sqrt(Math.min(1, 0.12 + (4 * Math.min(i, path.length - 1 - i)) / path.length));
    for (const [i, to] of path.entries()) {
      const from = path[i - 1];
      if (from)
        strands.push({ from, to, fromRadius: width(i - 1), toRadius: width(i), stroke: looks.length });
    }
    looks.push({
      share: 0.5 + 0.7 * tone(1.1 * seed.x, 1.1 * seed.y) + 0.3 * (random() - 0.5),
      isRare: random() < 0.07,
    });
  }
  const find = capsules(strands, 0.01, 'nearest');
  return (x, y, drop) => {
    fill(drop, ink);
    drop.height = 0.2;
    const { index, stroke, distance, radius } = find(x, y);
    if (index < 0 || distance > 0) return;
    const { share, isRare } = looks[stroke]!; // one for each strand
    const depth = -distance / radius;
    lay(drop, isRare ? accent : ramp(colours, share), step(0, -0.005, distance));
    lay(drop, isRare ? light : ramp(colours, share + 0.35), 0.8 * step(0.45, 0.6, depth));
    drop.height = 0.25 + 1.1 * radius * Math.sqrt(depth);
  };
};
