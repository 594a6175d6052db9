import { describe, expect, test } from 'vitest';
import type { Planes } from '../picture.ts';
import { drawScene } from './draw.ts';
import type { Scene } from './scene.ts';

const bitsOf: Readonly<Record<Scene, number>> = { nuclei: 16, smear: 8, dish: 8 };
const scenes = Object.keys(bitsOf) as Scene[]; // keys() forgets the names' type

/** Areas in pixels of the 4-connected parts of a mask that do not touch its border. */
function areas(isIn: (index: number) => boolean, side: number): number[] {
  const seen = new Uint8Array(side * side);
  const found: number[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !isIn(start)) continue;
    seen[start] = 1;
    const stack = [start];
    let area = 0;
    let isWhole = true;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      area++;
      const x = at % side;
      const y = Math.floor(at / side);
      if (x === 0 || y === 0 || x === side - 1 || y === side - 1) {
        isWhole = false;
        continue;
      }
      for (const next of [at - 1, at + 1, at - side, at + side]) {
        if (seen[next] || !isIn(next)) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    if (isWhole) found.push(area);
  }
  return found;
}

const median = (values: ArrayLike<number>) =>
  Float64Array.from(values).sort()[values.length >> 1] ?? Number.NaN;

/** Everything that the samples hold, for a comparison that is over in no time. */
const bytesOf = ({ channels }: Planes) =>
  Buffer.concat(
    channels.map(({ samples }) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)),
  );

describe.each(scenes)('the scene %s', (scene) => {
  const planes = drawScene(scene, 4);

  test('is the same for the same seed, and another for another', () => {
    expect(bytesOf(drawScene(scene, 4)).equals(bytesOf(planes))).toBe(true);
    expect(bytesOf(drawScene(scene, 5)).equals(bytesOf(planes))).toBe(false);
  }, 30_000);

  test('is a square of 512 px or more with light and dark', () => {
    const { width, height, bitDepth, channels } = planes;
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(512);
    expect(bitDepth).toBe(bitsOf[scene]);
    for (const { samples } of channels) {
      expect(samples).toHaveLength(width * height);
      const sorted = Float64Array.from(samples).sort();
      const [dark = 0, light = 0] = [0.01, 0.99].map((share) => sorted[Math.floor(share * sorted.length)]);
      expect(light / dark).toBeGreaterThan(1.2);
      if (scene !== 'dish') expect(sorted.at(-1)).toBeLessThan(2 ** bitDepth - 1);
    }
  });
});

describe('a field of nuclei', () => {
  const { width, channels, pixelSizeUm } = drawScene('nuclei', 4);
  const samples = channels[0]!.samples; // it has one channel

  test('says how large its pixels are', () => expect(pixelSizeUm).toEqual([0.325, 0.325]));

  test('has nuclei of a size that the area model knows, once it is halved to 256 px', () => {
    const nuclei = areas((i) => samples[i]! > 2000, width).map((area) => area / 4);
    expect(nuclei.length).toBeGreaterThan(20);
    expect(median(nuclei)).toBeGreaterThan(100);
    expect(median(nuclei)).toBeLessThan(500);
    expect(Math.max(...nuclei)).toBeLessThan(4000);
  });

  test('has a dark ground with the noise of a camera', () => {
    const ground = samples.filter((value) => value < 600);
    expect(ground.length).toBeGreaterThan(0.3 * samples.length);
    expect(new Set(ground).size).toBeGreaterThan(50);
  });
});

describe('a blood smear', () => {
  const { width, channels, pixelSizeUm } = drawScene('smear', 12);
  const [red, green, blue] = channels.map(({ samples }) => samples);
  const at = (channel: typeof red, i: number) => channel?.[i] ?? 0;

  test('says how large its pixels are', () => expect(pixelSizeUm).toEqual([0.0925, 0.0925]));

  test('has pale green ground', () => {
    const ground = Array.from({ length: width * width }, (_, i) => i).filter((i) => at(green, i) > 190);
    expect(ground.length).toBeGreaterThan(0.3 * width * width);
    for (const [channel, level] of [
      [red, 175],
      [green, 212],
      [blue, 186],
    ] as const) {
      expect(Math.abs(median(ground.map((i) => at(channel, i))) - level)).toBeLessThan(8);
    }
  });

  test('has rose red cells of 35 to 60 px across, once it is halved to 256 px', () => {
    const isRed = (i: number) => at(red, i) - at(green, i) > 15;
    const single = areas(isRed, width).filter((area) => area > 3500 && area < 7500);
    expect(single.length).toBeGreaterThan(2);
    for (const area of single) {
      const across = (2 * Math.sqrt(area / Math.PI)) / 2;
      expect(across).toBeGreaterThan(33);
      expect(across).toBeLessThan(60);
    }
  });

  test('has the violet nuclei of white cells', () => {
    const isViolet = (i: number) => at(blue, i) > at(red, i) + 15 && at(blue, i) > at(green, i) + 30;
    const nuclei = areas(isViolet, width).filter((area) => area > 800);
    expect(nuclei.length).toBeGreaterThan(0);
  });
});
