import { petriDataSet } from '../petri/data-set.ts';
import { drawDish } from '../petri/dish.ts';
import type { Picture, Planes } from '../picture.ts';
import type { Source } from '../source.ts';

/** An 8-bit RGB picture as a file would hold it. */
function planesOf({ width, height, data }: Picture): Planes {
  const samples = (c: number) => Uint8Array.from({ length: width * height }, (_, i) => data[3 * i + c] ?? 0);
  return {
    width,
    height,
    channels: [0, 1, 2].map((c) => ({ samples: samples(c) })),
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
    orientation: 1,
    pixelSizeUm: null,
    planes: 1,
  };
}

/** The dishes of a petri data set, `size` pixels wide, each drawn when it is asked for: `dish-000`, `dish-001`, ... */
export const dishSources = (seed: number, count: number, size: number): Source[] =>
  petriDataSet(seed, count).map((dish, i) => ({
    id: `dish:${dish}:${size}`,
    name: `dish-${String(i).padStart(3, '0')}`,
    decode: async () => planesOf(drawDish(dish, size)),
    fingerprint: async () => `drawn:dish:${dish}:${size}`,
  }));
