import { bands } from './bands.ts';
import { gradientNoise, layered } from './noise.ts';
import { outline } from './outline.ts';
import { type Family, fill, lay, step, within } from './paint.ts';
import { ramp, strata } from './palette.ts';
import { scatter } from './scatter.ts';
import { voronoi } from './voronoi.ts';

/** A slice of agate: bands that follow the wall inwards, to a hollow full of crystals. */
export const agate: Family = (random, palette) => {
  const { colours, ink, light, accent, ground } = palette;
  const [cx, cy] = [within(random, -0.4, 0.4), within(random, -0.4, 0.4)];
  const [bend, shape] = [layered(random, 3), outline(random, 0.34, 7)];
  const layer = bands(random, 0.028, 0.105);
  const layers = strata(random, palette);
  const hollow = within(random, 0.2, 0.46);
  const crystals = scatter(random, 0.1);
  const crystalAt = voronoi(crystals, 0.1);
  const glow = crystals.map(() => random());
  const grain = gradientNoise(random);
  return (x, y, drop) => {
    const [dx, dy] = [x - cx, y - cy];
    const distance = Math.sqrt(dx * dx + dy * dy);
    const [c, s] = [dx / (distance + 1e-6), dy / (distance + 1e-6)];
    const lobed = shape(Math.atan2(dy, dx));
    const depth = distance / lobed + 0.09 * bend(2.2 * x, 2.2 * y);
    const { index, inside, border } = layer(depth);
    fill(drop, layers[index & 127]!); // 128 strata
    lay(drop, light, 0.3 * inside);
    lay(drop, ink, 0.12 * step(0, 0.5, grain(2 * x, 16 * depth)));
    lay(drop, ink, 0.5 * step(0.006, 0.002, border));
    drop.height = 0.5;
    const inner = hollow - depth;
    if (inner < 0) return;
    const { cell, distance: fromTip, border: facet } = crystalAt(x + 0.2 * c, y + 0.2 * s);
    const shine = glow[cell]!; // one for each crystal
    fill(drop, ground);
    lay(drop, ramp(colours, shine), 0.75);
    lay(drop, light, 0.75 * step(0.09, 0, fromTip) * shine);
    lay(drop, ink, 0.6 * step(0.014, 0.004, facet));
    lay(drop, accent, step(0.035, 0.028, inner));
    lay(drop, ink, 0.8 * step(0.006, 0.002, inner));
    drop.height = 0.5 - 0.25 * step(0, 0.08, inner) + 1.3 * facet;
  };
};
