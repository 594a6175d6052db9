import type { Picture } from '../picture.ts';
import type { Stroke } from '../recipe.ts';

/**
 * Lays strokes over edges, in their order: a pen leaves 255, an eraser 0. A stroke is a disc drawn along straight lines
 * between its points; at a size of 1 it is a line one pixel wide whose pixels touch.
 *
 * @param edges 1 channel.
 * @returns a new picture, or `edges` itself where nothing was drawn.
 */
export function drawStrokes(edges: Picture, strokes: readonly Stroke[]): Picture {
  if (strokes.length === 0) return edges;
  const data = edges.data.slice();
  const { width, height } = edges;
  for (const { tool, size, points } of strokes) {
    const value = tool === 'pen' ? 255 : 0;
    const xs = points
      .filter((_, i) => i % 2 === 0)
      .map((share) => Math.min(width - 1, Math.floor(share * width)));
    const ys = points
      .filter((_, i) => i % 2 === 1)
      .map((share) => Math.min(height - 1, Math.floor(share * height)));
    const stamp = discOf(size);
    const press = (x: number, y: number) => {
      for (const [dx, dy] of stamp) {
        const px = x + dx;
        const py = y + dy;
        if (px >= 0 && px < width && py >= 0 && py < height) data[py * width + px] = value;
      }
    };
    for (let i = 0; i < ys.length; i++) {
      const from = Math.max(0, i - 1);
      // i and from are below the number of points.
      line(xs[from]!, ys[from]!, xs[i]!, ys[i]!, press);
    }
  }
  return { ...edges, data };
}

/** The pixels of a disc around 0, 0 whose centres lie within half the diameter. */
function discOf(diameter: number): (readonly [number, number])[] {
  const reach = Math.floor(diameter / 2);
  const disc: [number, number][] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (dx * dx + dy * dy <= (diameter / 2) ** 2) disc.push([dx, dy]);
    }
  }
  return disc;
}

/** Visits the pixels of a straight line, each a neighbour of the one before. */
function line(x0: number, y0: number, x1: number, y1: number, visit: (x: number, y: number) => void) {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
  for (let i = 0; i <= steps; i++) {
    visit(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps));
  }
}
