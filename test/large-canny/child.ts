import { canny } from '../../src/engine/ops/canny.ts';
import type { Picture } from '../../src/engine/picture.ts';
import { cannyByBands } from '../../src/engine/tiles/canny-by-bands.ts';
import type { Rows } from '../../src/engine/tiles/rows.ts';
import { memoryScratch } from '../../src/engine/tiles/scratch.ts';

export interface Report {
  readonly edges: number;
  /** Pixels that are not those of the whole. */
  readonly wrong: number;
  /** Bytes: the most that the bands took beside what the process held before; and what the whole took. */
  readonly ofBands: number;
  readonly ofWhole: number;
  readonly seconds: readonly [bands: number, whole: number];
}

/** Waves that cross, drawn as they are read: their crests go through every band, and some are faint. */
function waves(side: number): Rows {
  const wave = (period: number) =>
    Int32Array.from({ length: side }, (_, i) => Math.round(60 * Math.sin((2 * Math.PI * i) / period)));
  const [slow, quick, bend] = [wave(1700), wave(61), wave(2900)];
  return {
    width: side,
    height: side,
    channels: 1,
    async read(top, count) {
      const data = new Uint8Array(side * count);
      for (let y = 0; y < count; y++) {
        for (let x = 0; x < side; x++) {
          const across = (x + slow[top + y]! + bend[x]! + side) % side; // within the waves, as are rows and columns
          data[y * side + x] = 128 + ((quick[across]! * (80 + slow[x]! + bend[top + y]!)) >> 7);
        }
      }
      return { width: side, height: count, channels: 1, data };
    },
  };
}

const resident = () => process.memoryUsage().rss;
const now = () => performance.now() / 1000;

/** Edges of a drawn picture by bands, against those of the whole. */
export async function compared(side: number, bandRows: number): Promise<Report> {
  const settings = { sigma: 1.4, aperture: 3, norm: 'L2', low: 12, high: 36 } as const;
  const rows = waves(side);
  const found = new Uint8Array(Math.ceil((side * side) / 8)); // a bit a pixel: what is measured is the bands
  const before = resident();
  let most = 0;
  const begin = now();
  const bands = cannyByBands(rows, settings, bandRows, memoryScratch, async ({ data }, top) => {
    for (let i = 0, to = top * side; i < data.length; i++, to++) {
      if (data[i]) found[to >> 3]! |= 1 << (to & 7); // within
    }
  });
  for await (const _ of bands) most = Math.max(most, resident());
  const [ofBands, middle] = [most - before, now()];
  const picture: Picture = await rows.read(0, side);
  const drawn = now();
  const whole = canny(picture, settings).data;
  let [edges, wrong] = [0, 0];
  for (const [i, value] of whole.entries()) {
    if (value) edges++;
    if (Number(value > 0) !== ((found[i >> 3]! >> (i & 7)) & 1)) wrong++;
  }
  const ofWhole = resident() - before;
  return { edges, wrong, ofBands, ofWhole, seconds: [middle - begin, now() - drawn] };
}
