/** A place in the dish, whose glass is at radius 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Points at random, none nearer to another than `spacing`, in a disc of that radius: darts that are thrown until many
 * in a row miss.
 */
export function scatter(random: () => number, spacing: number, radius = 1.15): Point[] {
  const points: Point[] = [];
  for (let missed = 0; missed < 300; missed++) {
    const x = radius * (2 * random() - 1);
    const y = radius * (2 * random() - 1);
    if (x * x + y * y > radius * radius) continue;
    if (points.some((p) => (p.x - x) ** 2 + (p.y - y) ** 2 < spacing * spacing)) continue;
    points.push({ x, y });
    missed = 0;
  }
  return points;
}
