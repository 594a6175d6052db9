import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cannyOnGpu } from '../../../../src/engine/ops/canny-gpu.ts';
import { dawnDevice } from '../../../dawn.ts';
import { holdTo, read, shared } from '../held-to.ts';

let gpu: GPUDevice;
beforeAll(async () => {
  gpu = await dawnDevice();
});
afterAll(() => gpu.destroy());

describe.runIf(existsSync(shared) || process.env.CI === 'true')('the shared goldens of OpenCV 4.6', () => {
  const { cases } = existsSync(shared) ? read(shared) : { cases: [] };
  test('all 172 cases are there', () => expect(cases).toHaveLength(172));
  holdTo(shared, cases, { WebGPU: (picture, settings) => cannyOnGpu(gpu, picture, settings) });
});
