import type { Point } from './scatter.ts';

/** A node of a tree: its parent's index (-1 at a root), and how many tips it carries. */
export interface Node extends Point {
  readonly parent: number;
  readonly root: number;
  tips: number;
}

const STEP = 0.034;
const KILL = 0.06;

/**
 * Trees that grow from the roots towards food and eat it (space colonisation: Runions et al. 2007,
 * doi:10.2312/NPH/NPH07/063-070). Parents stand before their children.
 *
 * @param reach how far a tree smells food.
 */
export function branches(roots: readonly Point[], food: readonly Point[], reach: number): Node[] {
  const nodes: Node[] = roots.map(({ x, y }, root) => ({ x, y, parent: -1, root, tips: 0 }));
  const nearest = food.map(() => 0);
  const distance = food.map(() => Number.POSITIVE_INFINITY);
  let measured = 0;
  for (let round = 0; round < 120; round++) {
    for (; measured < nodes.length; measured++) {
      const node = nodes[measured]!; // below the length
      for (const [i, crumb] of food.entries()) {
        const d = Math.sqrt((crumb.x - node.x) ** 2 + (crumb.y - node.y) ** 2);
        if (d < distance[i]!) [distance[i], nearest[i]] = [d, measured]; // one for each crumb
      }
    }
    const pulls = new Map<number, [number, number]>();
    for (const [i, crumb] of food.entries()) {
      const d = distance[i]!; // one for each crumb
      if (d > reach || d < KILL) continue;
      const at = nearest[i]!;
      const node = nodes[at]!;
      const [px, py] = pulls.get(at) ?? [0, 0];
      pulls.set(at, [px + (crumb.x - node.x) / d, py + (crumb.y - node.y) / d]);
    }
    if (pulls.size === 0) break;
    for (const [parent, [px, py]] of pulls) {
      const length = Math.sqrt(px * px + py * py);
      if (length < 0.05) continue;
      const node = nodes[parent]!; // an index of nodes
      nodes.push({
        x: node.x + (STEP * px) / length,
        y: node.y + (STEP * py) / length,
        parent,
        root: node.root,
        tips: 0,
      });
    }
  }
  const isParent = new Set(nodes.map(({ parent }) => parent));
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!; // below the length
    if (!isParent.has(i)) node.tips = 1;
    if (node.parent >= 0) nodes[node.parent]!.tips += node.tips; // a parent is a node
  }
  return nodes;
}
