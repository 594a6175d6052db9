import type { Picture } from '../picture.ts';
import { gradientRow, sobel } from './sobel.ts';

/** The mean length of a grey picture's Sobel gradient (3x3), 0..1140: how much of edges there is, whatever a threshold says. */
export function edgeEnergy(grey: Picture): number {
  const { width, height } = grey;
  const row = gradientRow(width);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    sobel(grey, y, 3, 'L2', row);
    for (let x = 1; x <= width; x++) sum += Math.sqrt(row.size[x]!); // x runs over the picture
  }
  return sum / (width * height);
}
