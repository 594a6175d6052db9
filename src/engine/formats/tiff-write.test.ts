import { expect, test } from 'vitest';
import { decode } from '../stages/decode.ts';
import { encodeTiff } from './tiff-write.ts';

test.each([Uint8Array, Uint16Array, Uint32Array])('%o comes back sample by sample', async (Kind) => {
  const samples = new Kind(7 * 5);
  for (let i = 0; i < samples.length; i++) samples[i] = i * 123_457_919; // what does not fit is cut
  const planes = await decode('labels.tif', encodeTiff(samples, 7, 5, null));
  expect([planes.width, planes.height, planes.channels.length]).toEqual([7, 5, 1]);
  expect([...planes.channels[0]!.samples]).toEqual([...samples]);
  expect(planes.pixelSizeUm).toBeNull();
});

test.each([0.0625, 0.325, 1.9, 12.5])('a pixel size of %f um comes back to six digits', async (size) => {
  const planes = await decode('labels.tif', encodeTiff(new Uint16Array(6), 3, 2, [size, 2 * size]));
  expect(planes.pixelSizeUm![0] / size).toBeCloseTo(1, 6);
  expect(planes.pixelSizeUm![1] / (2 * size)).toBeCloseTo(1, 6);
});
