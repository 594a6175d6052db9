import { expect, test } from 'vitest';
import { channelLevels } from './channel-levels.ts';

test('values are counted between the least and the most, in the numbers of the file', () => {
  const { least, most, counts } = channelLevels(Uint16Array.of(100, 100, 163, 164, 4196));
  expect([least, most]).toEqual([100, 4196]);
  expect([counts[0], counts[1], counts[63]]).toEqual([3, 1, 1]); // a step is 64 wide
  expect(counts.reduce((sum, one) => sum + one)).toBe(5);
});

test('what is not finite is left out, a flat plane falls into one step', () => {
  const flat = channelLevels(Float32Array.of(Number.NaN, 0.5, 0.5, Number.POSITIVE_INFINITY));
  expect([flat.least, flat.most, flat.counts[0]]).toEqual([0.5, 0.5, 2]);
  const none = channelLevels(Float32Array.of(Number.NaN));
  expect([none.least, none.most, none.counts.some(Boolean)]).toEqual([0, 0, false]);
});
