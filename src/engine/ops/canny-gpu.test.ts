import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cannyCases } from '../../../test/canny-cases.ts';
import { dawnDevice } from '../../../test/dawn.ts';
import { discs } from '../../../test/discs.ts';
import { drawn } from '../../../test/drawn.ts';
import type { Picture } from '../picture.ts';
import { cannyKernels, cannyOnGpu } from './canny-gpu.ts';
import { onGpu } from './gpu-job.ts';

let gpu: GPUDevice;
beforeAll(async () => {
  gpu = await dawnDevice();
});
afterAll(() => gpu.destroy());

test.each(cannyCases)('as the plain code: $name', ({ check }) => check(gpu));

const settings = { sigma: 0, aperture: 3, norm: 'L1', low: 1, high: 2 } as const;

test('a job that the device refuses is an error, and the next one goes well', async () => {
  const { thin } = await cannyKernels(gpu);
  const refused = onGpu(gpu, 16, (job) => {
    const result = job.empty(16);
    job.run(thin, [result], 4, 4); // three bindings are missing
    return result;
  });
  await expect(refused).rejects.toThrow('the GPU refused a job');
  await expect(cannyOnGpu(gpu, drawn('0 9 9'), settings)).resolves.toBeDefined();
});

test('the passes are as many for any picture, in one submission with one readback', async () => {
  const counted = async (picture: Picture) => {
    const spies = [
      vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups'),
      vi.spyOn(GPUQueue.prototype, 'submit'),
      vi.spyOn(GPUBuffer.prototype, 'mapAsync'),
    ];
    await cannyOnGpu(gpu, picture, settings);
    return spies.map((spy) => {
      const { length } = spy.mock.calls;
      spy.mockRestore();
      return length;
    });
  };
  expect(await counted(drawn('0 9 9'))).toEqual([6, 1, 1]); // gradient, thinning, and four of hysteresis
  expect(await counted(discs(256, 3))).toEqual([6, 1, 1]);
});

test('a job leaves the error scopes of others alone', async () => {
  gpu.pushErrorScope('validation');
  await cannyOnGpu(gpu, drawn('0 9 9'), settings);
  gpu.createBuffer({ size: 4, usage: 0 }); // no usage at all is not valid
  expect(await gpu.popErrorScope()).not.toBeNull();
});

test('a lost device is an error', async () => {
  const lost = await dawnDevice();
  await cannyOnGpu(lost, drawn('0 9 9'), settings);
  lost.destroy();
  await expect(cannyOnGpu(lost, drawn('0 9 9'), settings)).rejects.toThrow();
});
