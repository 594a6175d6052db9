import type { Picture } from '../picture.ts';
import type { Stroke } from '../recipe.ts';

/**
 * Lays strokes over edges, in their order: a pen leaves 255, an eraser 0, without soft borders. A stroke covers the pixels
 * whose centres lie within half its size of the straight lines between its points. Below a size of 2 it is a line one
 * pixel wide whose pixels touch at sides or corners.
 *
 * @param edges 1 channel.
 * @returns a new picture, or `edges` itself where nothing was drawn.
 */
export function drawStrokes(edges: Picture, strokes: readonly Stroke[]): Picture {
  if (strokes.length === 0) return edges;
  const { width, height } = edges;
  const data = edges.data.slice();
  for (const { tool, size, points } of strokes) {
    const value = tool === 'pen' ? 255 : 0;
    const sweep = size < 2 ? thinLine : disc;
    for (let i = 0; i + 1 < points.length; i += 2) {
      const from = Math.max(0, i - 2); // a single point is a line to itself
      // All four are below the number of points.
      const [x0, y0] = [points[from]! * width, points[from + 1]! * height];
      const [x1, y1] = [points[i]! * width, points[i + 1]! * height];
      sweep(data, width, height, x0, y0, x1, y1, value, size);
    }
  }
  return { ...edges, data };
}

/** A disc of that diameter swept from one place to another; places in pixels, a pixel's centre at its index plus one half. */
function disc(
  data: Uint8Array,
  width: number,
  height: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  value: number,
  diameter: number,
) {
  const radius = diameter / 2;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - radius));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y1) + radius));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - radius));
  const right = Math.min(width - 1, Math.ceil(Math.max(x0, x1) + radius));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const along = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
      const offX = px - along * dx;
      const offY = py - along * dy;
      if (offX * offX + offY * offY <= radius * radius) data[y * width + x] = value;
    }
  }
}

/** The pixels on the way from one to another, each a neighbour of the one before. */
function thinLine(
  data: Uint8Array,
  width: number,
  height: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  value: number,
) {
  const pixel = (place: number, count: number) => Math.min(count - 1, Math.floor(place));
  const x = pixel(x0, width);
  const y = pixel(y0, height);
  const dx = pixel(x1, width) - x;
  const dy = pixel(y1, height) - y;
  const steps = Math.max(Math.abs(dx), Math.abs(dy), 1);
  for (let i = 0; i <= steps; i++) {
    data[(y + Math.round((dy * i) / steps)) * width + x + Math.round((dx * i) / steps)] = value;
  }
}
