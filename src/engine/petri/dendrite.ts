import { branches } from './branches.ts';
import { type Capsule, capsules, dot } from './capsules.ts';
import { gradientNoise, layered } from './noise.ts';
import { type Family, fill, lay, line, step, within } from './paint.ts';
import { ramp } from './palette.ts';
import { scatter } from './scatter.ts';

const HALO = 0.1;

/** Dendritic colonies: branching arms that taper and bud, in terraces of what they have drawn from the gel. */
export const dendrite: Family = (random, { colours, ground, ink, light, accent }) => {
  const roots = random() < 0.4 ? [{ x: 0, y: 0 }] : scatter(random, within(random, 0.6, 0.9), 0.75);
  const nodes = branches(roots, scatter(random, within(random, 0.085, 0.125), 0.97), 0.5);
  const most = Math.max(...nodes.map(({ tips }) => tips));
  const width = (tips: number) => 0.011 + 0.034 * (tips / most) ** 0.55;
  const arms: Capsule[] = [];
  for (const node of nodes) {
    const parent = nodes[node.parent];
    if (!parent) continue;
    arms.push({
      from: parent,
      to: node,
      fromRadius: width(parent.tips),
      toRadius: width(node.tips),
      stroke: node.root,
    });
  }
  const isTip = nodes.map(({ tips }) => tips === 1);
  for (const { parent } of nodes) if (parent >= 0) isTip[parent] = false;
  const buds = nodes
    .filter((_, i) => isTip[i])
    .map((node, i) => dot({ ...node, radius: within(random, 0.018, 0.034) }, i));
  const [arm, bud] = [capsules(arms, HALO, 'nearest'), capsules(buds, 0.006, 'nearest')];
  const shares = roots.map(() => random());
  const [tone, bend] = [layered(random, 3), gradientNoise(random)];
  return (x, y, drop) => {
    const pool = 0.5 + 0.5 * tone(1.1 * x, 1.1 * y);
    fill(drop, ground);
    lay(drop, ramp(colours, pool), 0.3);
    drop.height = 0.2;
    const near = arm(x, y);
    const { stroke, radius } = near;
    const distance = near.distance + 0.012 * bend(7 * x, 7 * y);
    if (near.index >= 0) {
      const share = shares[stroke]!; // one for each root
      lay(drop, ramp(colours, 0.6 * share + 0.35), 0.5 * step(0.092, 0.086, distance));
      lay(drop, ramp(colours, 0.5 * share + 0.1), 0.6 * step(0.062, 0.056, distance));
      lay(drop, light, 0.5 * line(distance, 0.06, 0.01));
      lay(drop, ramp(colours, 0.5 * share + 0.3), 0.9 * step(0.033, 0.029, distance));
      drop.height += 0.05 * step(0.064, 0.05, distance) + 0.05 * step(0.035, 0.025, distance);
      const depth = Math.min(1, -near.distance / radius);
      lay(drop, ink, step(0.006, 0.002, near.distance));
      lay(drop, ramp(colours, 0.55 + 0.4 * share), step(0, -0.004, near.distance));
      lay(drop, light, 0.75 * step(0.25, 0.9, depth));
      drop.height += 1.2 * radius * Math.sqrt(Math.max(0, depth));
    }
    const tip = bud(x, y);
    if (tip.index >= 0) {
      fill(drop, accent);
      const depth = Math.max(0, -tip.distance / tip.radius);
      lay(drop, light, 0.5 * step(0.4, 1, depth));
      lay(drop, ink, 0.9 * step(-0.002, 0.003, tip.distance));
      drop.height = 0.34 + 1.3 * tip.radius * Math.sqrt(depth);
    }
  };
};
