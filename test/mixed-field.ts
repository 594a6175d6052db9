import { canny } from '../src/engine/ops/canny.ts';
import { toNetRange } from '../src/engine/ops/net-range.ts';
import type { Picture } from '../src/engine/picture.ts';
import { randomFrom } from '../src/engine/random.ts';
import { discs } from './discs.ts';

/** A field whose parts differ, so that no part's statistics are those of the whole: cells crowd in one corner, the light falls off. */
export function mixedField(side: number, seed = 1): Picture {
  const cells = discs(side, seed);
  const random = randomFrom(seed + 1);
  const data = Uint8Array.from(cells.data, (value, i) => {
    const [x, y] = [(i % side) / side, Math.floor(i / side) / side];
    const crowd = Math.max(0, 1 - 1.2 * Math.hypot(x, y));
    return Math.max(0, Math.min(255, value * (0.25 + 0.75 * crowd) + 40 * y + 6 * random()));
  });
  return { width: side, height: side, channels: 1, data };
}

/** The edges and the grey of a field, interleaved as a generator that reads both takes them: -1..1. */
export function inputOf(field: Picture): Float32Array {
  const edges = canny(field, { sigma: 1.4, aperture: 3, norm: 'L2', low: 30, high: 80 }).data;
  return Float32Array.from({ length: 2 * edges.length }, (_, i) =>
    toNetRange((i % 2 ? field.data : edges)[i >> 1] ?? 0),
  );
}
