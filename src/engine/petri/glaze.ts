import { gradientNoise, layered } from './noise.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';
import { voronoi } from './voronoi.ts';

/** Cracked glaze: shards within shards over flowing colour, the wide seams mended with the accent. */
export const glaze: Family = (random, { colours, ink, light, accent }) => {
  const wide = within(random, 0.34, 0.5);
  const fine = wide * within(random, 0.32, 0.42);
  const shards = scatter(random, wide);
  const chips = scatter(random, fine);
  const [shardAt, chipAt] = [voronoi(shards, wide), voronoi(chips, fine)];
  const [bendX, bendY] = [layered(random, 3), layered(random, 3)];
  const flow = layered(random, 3);
  const stain = gradientNoise(random);
  const shardShift = shards.map(() => 0.5 * (random() - 0.5));
  const chipShift = chips.map(() => 0.22 * (random() - 0.5));
  const hasChips = shards.map(() => random() < 0.8);
  const levels = within(random, 3, 5);
  return (x, y, drop) => {
    const [u, v] = [x + 0.05 * bendX(3 * x, 3 * y), y + 0.05 * bendY(3 * x, 3 * y)];
    const shard = shardAt(u, v);
    const [at, seam] = [shard.cell, shard.border];
    const chip = chipAt(u, v);
    const pool = levels * (0.5 + 0.6 * flow(1.2 * x + 0.4 * bendX(x, y), 1.2 * y));
    const level = Math.floor(pool);
    const share = level / levels + shardShift[at]! + (hasChips[at] ? chipShift[chip.cell]! : 0); // one for each
    fill(drop, ramp(colours, share));
    lay(drop, ramp(colours, share + 0.3), 0.5 * (pool - level));
    lay(drop, light, 0.3 * Math.max(0, stain(4 * x, 4 * y)));
    drop.height = 0.5 + 0.06 * step(0, 0.05, seam);
    if (hasChips[at]) {
      lay(drop, ink, 0.75 * step(0.0085, 0.004, chip.border));
      drop.height -= 0.03 * step(0.02, 0, chip.border);
    }
    lay(drop, ink, 0.85 * step(0.03, 0.022, seam));
    lay(drop, accent, step(0.02, 0.013, seam));
    drop.height += 0.07 * step(0.024, 0.004, seam);
  };
};
