import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EXPLAINED_SIDE } from '../../engine/explained/explained-picture.ts';
import { explainedPictures } from '../../engine/explained/pictures.ts';
import { TOUR_SIDE, tourPanes } from '../../engine/explained/tour.ts';
import { readWebp } from '../../engine/formats/webp.ts';
import type { Planes } from '../../engine/picture.ts';
import { explanations } from './explanations.ts';

const folder = fileURLToPath(new URL('../../../public/', import.meta.url));
const bytesOf = (file: string) => new Uint8Array(readFileSync(`${folder}${file}`));
const ids = Object.keys(explainedPictures);

/** No picture helps: they choose among files, colours or moments, or what they change is too little for the eye. */
const without = [
  'autoDiameter',
  'autoRanges',
  'batchFigure',
  'batchFiles',
  'batchInvented',
  'batchPictures',
  'batchResults',
  'batchSettings',
  'cellModel',
  'cellRange',
  'colourMap',
  'depth',
  'diameter',
  'labelFile',
  'lens',
  'lensBeside',
  'lensDreamSureness',
  'lensEdges',
  'lensSureness',
  'network',
  'normalise',
  'objective',
  'plane',
  'readChannel',
  'saveCells',
  'seed',
  'split',
  'stainColours',
  'stains',
  'stopAtBest',
  'time',
];

it('each control is explained by a picture, but for those where none helps', () => {
  expect([...ids, ...without].sort()).toEqual(Object.keys(explanations).sort());
});

it('each picture that is named has its file, and each file is named', () => {
  expect(readdirSync(`${folder}explained`).sort()).toEqual(ids.map((id) => `${id}.webp`).sort());
  expect(readdirSync(`${folder}tour`).sort()).toEqual(tourPanes.map(({ pane }) => `${pane}.webp`).sort());
});

it('the explanations weigh less than 400 kB together, the example of a dream less than 30 kB', () => {
  expect(ids.reduce((sum, id) => sum + bytesOf(`explained/${id}.webp`).length, 0)).toBeLessThan(400_000);
  expect(bytesOf('tour/dream.webp').length).toBeLessThan(30_000);
});

/** The mean difference of the two halves, 0..255. */
function difference({ width, height, channels }: Planes): number {
  let sum = 0;
  for (const { samples } of channels) {
    for (let i = 0; i < samples.length; i++) {
      const x = i % width;
      if (x < width / 2) sum += Math.abs((samples[i] ?? 0) - (samples[i + width / 2] ?? 0));
    }
  }
  return sum / ((width * height * channels.length) / 2);
}

it.each(ids)('before and after of %s have their size, and differ', async (id) => {
  const pair = await readWebp(bytesOf(`explained/${id}.webp`));
  expect([pair.width, pair.height]).toEqual([2 * EXPLAINED_SIDE, EXPLAINED_SIDE]);
  expect(difference(pair)).toBeGreaterThan(2);
});

it('the tour’s pictures have their size', async () => {
  for (const { pane } of tourPanes) {
    const { width, height } = await readWebp(bytesOf(`tour/${pane}.webp`));
    expect([width, height]).toEqual([TOUR_SIDE, TOUR_SIDE]);
  }
});
