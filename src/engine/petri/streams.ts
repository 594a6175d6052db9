import { type Capsule, capsules } from './capsules.ts';
import { layered } from './noise.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';

const STEP = 0.03;

/** Strands side by side along a flow without source or sink, as hair, hyphae or brush strokes lie. */
export const streams: Family = (random, { colours, ink, light, accent }) => {
  const potential = layered(random, 2);
  const scale = within(random, 0.75, 1.15);
  const spacing = within(random, 0.055, 0.08);
  const taken: { x: number; y: number }[][] = Array.from({ length: 64 * 64 }, () => []);
  const bucketOf = (v: number) => Math.min(63, Math.max(0, Math.floor((v + 1.2) * (64 / 2.4))));
  const isFree = (x: number, y: number, distance: number) => {
    for (let row = bucketOf(y - distance); row <= bucketOf(y + distance); row++) {
      for (let column = bucketOf(x - distance); column <= bucketOf(x + distance); column++) {
        // within the grid
        if (taken[row * 64 + column]!.some((p) => (p.x - x) ** 2 + (p.y - y) ** 2 < distance * distance))
          return false;
      }
    }
    return true;
  };
  /** One step along the level line of the potential. */
  const next = ({ x, y }: { x: number; y: number }, sign: number) => {
    const gx = potential(scale * (x + 0.01), scale * y) - potential(scale * (x - 0.01), scale * y);
    const gy = potential(scale * x, scale * (y + 0.01)) - potential(scale * x, scale * (y - 0.01));
    const norm = (sign * STEP) / (Math.sqrt(gx * gx + gy * gy) + 1e-9);
    return { x: x - gy * norm, y: y + gx * norm };
  };
  const strands: Capsule[] = [];
  const looks: { share: number; isRare: boolean }[] = [];
  const tone = layered(random, 2);
  for (const seed of scatter(random, 0.6 * spacing, 1.08)) {
    if (!isFree(seed.x, seed.y, spacing)) continue;
    const path = [seed];
    for (const sign of [1, -1]) {
      let at = seed;
      for (let i = 0; i < 26; i++) {
        at = next(at, sign);
        if (at.x * at.x + at.y * at.y > 1.25 || !isFree(at.x, at.y, 0.72 * spacing)) break;
        if (sign > 0) path.push(at);
        else path.unshift(at);
      }
    }
    if (path.length < 4) continue;
    for (const point of path) taken[bucketOf(point.y) * 64 + bucketOf(point.x)]!.push(point); // within the grid
    const full = 0.47 * spacing * within(random, 0.8, 1.05);
    const width = (i: number) =>
      full * Math.sqrt(Math.min(1, 0.12 + (4 * Math.min(i, path.length - 1 - i)) / path.length));
    for (let i = 1; i < path.length; i++) {
      strands.push({
        from: path[i - 1]!,
        to: path[i]!,
        fromRadius: width(i - 1),
        toRadius: width(i),
        stroke: looks.length,
      });
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
