import { expect, test } from 'vitest';
import type { Planes } from '../picture.ts';
import { type ChannelLook, defaultRecipe } from '../recipe.ts';
import { automaticLooks, hasStains, laidOver, looksOf } from './composite.ts';
import { develop } from './develop.ts';

const stains = (...samples: readonly Uint16Array[]): Planes => ({
  width: 2,
  height: 2,
  channels: samples.map((one, c) => ({ samples: one, ...(c === 0 && { colour: [0, 0, 255] as const }) })),
  bitDepth: 16,
  sampleFormat: 'uint',
  photometric: { kind: 'grey' },
  orientation: 1,
  pixelSizeUm: null,
  planes: 1,
});
const two = stains(Uint16Array.of(0, 100, 200, 200), Uint16Array.of(1000, 0, 0, 1000));
const look = (change: Partial<ChannelLook>): ChannelLook => ({
  shown: true,
  colour: [255, 255, 255],
  range: null,
  gamma: 1,
  ...change,
});
const settings = { ...defaultRecipe.develop, frame: 'fit' as const, size: 2, low: 0, high: 100 };

test('stains are laid over each other: light adds up and is cut at white', () => {
  const values = [Float32Array.of(0, 50, 100, 300), Float32Array.of(0, 0, 10, 10)];
  const looks = [look({ colour: [255, 0, 0] }), look({ colour: [200, 100, 0] })];
  const [red, green, blue] = laidOver(values, looks, [
    [0, 100],
    [0, 10],
  ]);
  expect([...red]).toEqual([0, 128, 255, 255]);
  expect([...green]).toEqual([0, 0, 100, 100]);
  expect([...blue]).toEqual([0, 0, 0, 0]);
});

test('a channel that is hidden adds nothing, a gamma lifts, a table of colours is looked up', () => {
  const values = [Float32Array.of(25), Float32Array.of(25)];
  const table = btoa(String.fromCharCode(...Array.from({ length: 768 }, (_, i) => 255 - Math.floor(i / 3))));
  const ranges = [
    [0, 100],
    [0, 100],
  ] as const;
  const looks = [look({ shown: false }), look({ colour: table })];
  expect(laidOver(values, looks, ranges).map(([value]) => value)).toEqual([191, 191, 191]);
  expect(laidOver(values, [look({ gamma: 0.5 }), look({ shown: false })], ranges)[0][0]).toBe(128);
});

test('without a choice the file’s colours hold, and common ones where it has none', () => {
  expect(automaticLooks(two).map(({ colour }) => colour)).toEqual([
    [0, 0, 255],
    [0, 255, 0],
  ]);
  const [only] = two.channels;
  expect(hasStains({ ...two, channels: only ? [only] : [] })).toBe(false);
  expect(looksOf(two, [look({})])).toEqual(automaticLooks(two)); // chosen for another file
});

test('the eye sees the composite while edges read a channel, or the composite’s grey', () => {
  const channels = [
    look({ colour: [0, 0, 255], range: [0, 200] }),
    look({ colour: [0, 255, 0], range: [0, 1000] }),
  ];
  const first = develop(two, { ...settings, channels });
  expect([...first.rgb.data]).toEqual([0, 255, 0, 0, 0, 128, 0, 0, 255, 0, 255, 255]);
  expect([...first.grey.data]).toEqual([0, 128, 255, 255]); // of the first channel
  const second = develop(two, { ...settings, channels, channel: 1 });
  expect([...second.grey.data]).toEqual([255, 0, 0, 255]);
  expect(second.rgb).toEqual(first.rgb);
  const both = develop(two, { ...settings, channels, channel: 'composite' });
  expect(both.rgb).toEqual(first.rgb);
  expect([...both.light]).toEqual([150, 15, 29, 179]); // OpenCV's grey of those colours
});
