import type { Picture } from '../src/engine/picture.ts';
import { randomFrom } from '../src/engine/random.ts';

/**
 * A seeded square grey picture: overlapping discs brighter and darker than the ground, under noise of up to 6 levels. Some
 * 4 % of its pixels are Canny edges at 100 and 200, as in a field of cells.
 */
export function discs(side: number, seed: number): Picture {
  const random = randomFrom(seed);
  const ground = new Float32Array(side * side).fill(120);
  for (let n = 0; n < (side * side) / 3000; n++) {
    const centreX = random() * side;
    const centreY = random() * side;
    const radius = 8 + random() * 20;
    const step = (random() - 0.5) * 160;
    for (let y = Math.max(0, Math.ceil(centreY - radius)); y < Math.min(side, centreY + radius); y++) {
      const across = Math.sqrt(radius ** 2 - (y - centreY) ** 2);
      const from = Math.max(0, Math.ceil(centreX - across));
      const to = Math.min(side - 1, Math.floor(centreX + across));
      for (let i = y * side + from; i <= y * side + to; i++) ground[i] = (ground[i] ?? 0) + step;
    }
  }
  const data = Uint8Array.from(ground, (value) => Math.max(0, Math.min(255, value + (random() - 0.5) * 12)));
  return { width: side, height: side, channels: 1, data };
}
