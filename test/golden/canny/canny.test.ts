import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannySettings, canny } from '../../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../../src/engine/ops/canny-gpu.ts';
import { gaussianSide, gaussianWeights } from '../../../src/engine/ops/gaussian.ts';
import type { Picture } from '../../../src/engine/picture.ts';
import { dawnDevice } from '../../dawn.ts';
import { holdTo, read, shared } from './held-to.ts';

let gpu: GPUDevice;
beforeAll(async () => {
  gpu = await dawnDevice();
});
afterAll(() => gpu.destroy());

const onGpu = (picture: Picture, settings: CannySettings) => cannyOnGpu(gpu, picture, settings);

describe('our own goldens of OpenCV 4.6', () => {
  const folder = join(import.meta.dirname, 'own');
  const { cases } = read(folder);
  test('all 85 cases are there', () => expect(cases).toHaveLength(85));
  holdTo(folder, cases, { 'plain TypeScript': canny, WebGPU: onGpu });
});

describe.runIf(existsSync(shared) || process.env.CI === 'true')('the shared goldens of OpenCV 4.6', () => {
  const { cases, gaussian_weights } = existsSync(shared) ? read(shared) : { cases: [], gaussian_weights: [] };
  test('all 172 cases and 8 kernels are there', () => {
    expect(cases).toHaveLength(172);
    expect(gaussian_weights).toHaveLength(8);
  });
  holdTo(shared, cases, { 'plain TypeScript': canny }); // on WebGPU: long/canny-webgpu.test.ts

  test.each(gaussian_weights)('sigma $sigma: the weights are those of OpenCV', ({
    sigma,
    ksize,
    weights,
  }) => {
    expect(gaussianSide(sigma)).toBe(ksize);
    expect([...gaussianWeights(sigma)]).toEqual(weights);
  });
});
