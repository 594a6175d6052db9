import { expect, test } from 'vitest';
import type { Planes } from '../picture.ts';
import type { ChannelLook } from '../recipe.ts';
import { channelLevels, greyLevels, levelsIn } from './channel-levels.ts';
import { automaticRange } from './composite.ts';

test('values are counted between the least and the most, in the numbers of the file', () => {
  const { least, most, counts } = levelsIn(Float32Array.of(100, 100, 163, 164, 4196));
  expect([least, most]).toEqual([100, 4196]);
  expect([counts[0], counts[1], counts[63]]).toEqual([3, 1, 1]); // a step is 64 wide
  expect(counts.reduce((sum, one) => sum + one)).toBe(5);
});

test('what is not finite is left out, a flat plane falls into one step', () => {
  const flat = levelsIn(Float32Array.of(Number.NaN, 0.5, 0.5, Number.POSITIVE_INFINITY));
  expect([flat.least, flat.most, flat.counts[0]]).toEqual([0.5, 0.5, 2]);
  const none = levelsIn(Float32Array.of(Number.NaN));
  expect([none.least, none.most, none.counts.some(Boolean)]).toEqual([0, 0, false]);
});

const planes = (side: number, channels: number): Planes => ({
  width: side,
  height: side,
  channels: Array.from({ length: channels }, (_, c) => ({
    samples: Uint16Array.from({ length: side * side }, (_, i) => 1000 * c + (i % side)),
  })),
  bitDepth: 16,
  sampleFormat: 'uint',
  photometric: { kind: 'grey' },
  orientation: 1,
  pixelSizeUm: null,
  planes: 1,
});

test('a channel’s own range is the one that is shown, of a hidden one that of its values', () => {
  const look: ChannelLook = { shown: true, colour: [255, 0, 0], range: null, gamma: 1 };
  const two = planes(16, 2);
  const [first, second] = channelLevels(
    two,
    [look, { ...look, shown: false }],
    [
      [3, 9],
      [0, 1],
    ],
  );
  expect(first?.automatic).toEqual([3, 9]);
  expect(second?.automatic).toEqual(automaticRange(two.channels[1]?.samples));
  expect(channelLevels(planes(16, 1), null, [])).toEqual([]);
});

test('of a large plane few pixels are looked at, but of all its columns', () => {
  const [level] = channelLevels(planes(1024, 2), null, [[0, 1]]);
  const looked = level?.counts.reduce((sum, one) => sum + one) ?? 0;
  expect(looked).toBeLessThanOrEqual(2 ** 18);
  expect([level?.least, level?.most]).toEqual([0, 1023]);
  expect(Math.max(...(level?.counts ?? []))).toBeLessThan(1.02 * (looked / 64));
});

test('what a grey picture was stretched from, with the values that became black and white', () => {
  const light = Float32Array.from({ length: 100 }, (_, i) => 200 + i);
  const { least, most, counts, automatic } = greyLevels(light, 10, [210, 280]);
  expect([least, most, automatic]).toEqual([200, 299, [210, 280]]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
});
