import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannySettings, canny } from '../../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../../src/engine/ops/canny-gpu.ts';
import { gaussianSide, gaussianWeights } from '../../../src/engine/ops/gaussian.ts';
import type { Picture } from '../../../src/engine/picture.ts';
import { dawnDevice } from '../../dawn.ts';
import { differing } from '../../differing.ts';
import { type Case, pictureOf, replay } from './replay.ts';

interface Document {
  readonly cases: readonly Case[];
  readonly gaussian_weights: readonly { sigma: number; ksize: number; weights: number[] }[];
}

let gpu: GPUDevice;
beforeAll(async () => {
  gpu = await dawnDevice();
});
afterAll(() => gpu.destroy());

const ways = {
  'plain TypeScript': canny,
  WebGPU: (picture: Picture, settings: CannySettings) => cannyOnGpu(gpu, picture, settings),
};

function holdTo(folder: string, cases: readonly Case[]) {
  const pictures = new Map<string, Picture>(); // the cases share their inputs, and both ways the goldens
  const load = (file: string) => {
    const picture = pictures.get(file) ?? pictureOf(readFileSync(join(folder, file)));
    pictures.set(file, picture);
    return picture;
  };
  describe.each(Object.entries(ways))('%s', (_, way) => {
    test.each(cases)('$id: no pixel differs', async (one) => {
      const found = await replay(one, load(one.input), way);
      expect(differing(found.data, load(one.golden).data)).toBe(0);
    });
  });
}

const read = (folder: string): Document => JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));

describe('our own goldens of OpenCV 4.6', () => {
  const folder = join(import.meta.dirname, 'own');
  const { cases } = read(folder);
  test('all 85 cases are there', () => expect(cases).toHaveLength(85));
  holdTo(folder, cases);
});

const shared = join(import.meta.dirname, '../../../../shared/data/canny');

describe.runIf(existsSync(shared) || process.env.CI === 'true')('the shared goldens of OpenCV 4.6', () => {
  const { cases, gaussian_weights } = existsSync(shared) ? read(shared) : { cases: [], gaussian_weights: [] };
  test('all 172 cases and 8 kernels are there', () => {
    expect(cases).toHaveLength(172);
    expect(gaussian_weights).toHaveLength(8);
  });
  holdTo(shared, cases);

  test.each(gaussian_weights)('sigma $sigma: the weights are those of OpenCV', ({
    sigma,
    ksize,
    weights,
  }) => {
    expect(gaussianSide(sigma)).toBe(ksize);
    expect([...gaussianWeights(sigma)]).toEqual(weights);
  });
});
