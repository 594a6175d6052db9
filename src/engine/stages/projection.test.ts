import { expect, test } from 'vitest';
import type { Planes, Samples } from '../picture.ts';
import { projected } from './projection.ts';

const plane = (samples: Samples): Planes => ({
  width: 3,
  height: 3,
  channels: [{ name: 'DAPI', samples }],
  bitDepth: 16,
  sampleFormat: 'uint',
  photometric: { kind: 'grey' },
  orientation: 1,
  pixelSizeUm: null,
  planes: 3,
});

const flat = Uint16Array.of(5, 5, 5, 5, 5, 5, 5, 5, 5);
const sharp = Uint16Array.of(0, 0, 0, 0, 60_000, 0, 0, 0, 0);
const ramp = Uint16Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
const stack = [flat, sharp, ramp].map(plane);
const read = async (z: number) => stack[z]!; // three

test('the brightest value of each pixel stays in the file’s own numbers', async () => {
  const { channels, sampleFormat, bitDepth } = await projected(3, 'max', read);
  expect(channels[0]?.samples).toEqual(Uint16Array.of(5, 5, 5, 5, 60_000, 6, 7, 8, 9));
  expect([sampleFormat, bitDepth, channels[0]?.name]).toEqual(['uint', 16, 'DAPI']);
  expect(flat[4]).toBe(5); // what was read is not changed
});

test('the sum and the mean are floats, which overflow nothing', async () => {
  const sum = await projected(3, 'sum', read);
  expect(sum.channels[0]?.samples).toEqual(Float32Array.of(6, 7, 8, 9, 60_010, 11, 12, 13, 14));
  const mean = await projected(3, 'mean', read);
  expect(mean.channels[0]?.samples[4]).toBeCloseTo(60_010 / 3, 2);
  expect(mean.sampleFormat).toBe('float');
});

test('the sharpest plane is the one whose neighbours differ most', async () => {
  expect(await projected(3, 'sharpest', read)).toBe(stack[1]);
  expect((await projected(1, 'sharpest', read)).channels[0]?.samples).toBe(flat);
});
