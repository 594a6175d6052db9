import { expect, test } from 'vitest';
import { drawn, mask } from '../../../test/drawn.ts';
import { meanColour, plain } from '../ops/mean-colour.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { colourByRegion, regionsBetween } from './colour-by-region.ts';
import { colourDiversity, colourHistogram } from './colour-diversity.ts';
import { kid } from './kid.ts';
import { laplacianEnergy } from './laplacian-energy.ts';
import { l1, psnr } from './pixel-errors.ts';
import { spectrum } from './spectrum.ts';
import { ssim } from './ssim.ts';

// Small cases whose answers are reckoned by hand; test/golden/evaluate holds the same code to scikit-image.

/** A square picture by a formula. */
const square = (side: number, value: (x: number, y: number) => number): Picture => ({
  width: side,
  height: side,
  channels: 1,
  data: Uint8Array.from({ length: side * side }, (_, i) => value(i % side, Math.floor(i / side))),
});

/** An RGB picture of one row from letters: red, green, blue, or black for anything else. */
const row = (letters: string): Picture => ({
  width: letters.length,
  height: 1,
  channels: 3,
  data: Uint8Array.from(
    [...letters].flatMap((letter) => ['r', 'g', 'b'].map((one) => (one === letter ? 255 : 0))),
  ),
});

test('L1 is the mean difference over 255, PSNR its square in dB', () => {
  expect(l1(drawn('0 51'), drawn('0 0'))).toBeCloseTo(0.1, 12);
  expect(psnr(drawn('0 51'), drawn('0 0'))).toBeCloseTo(10 * Math.log10(2 * 25), 12);
  expect(psnr(drawn('7 7'), drawn('7 7'))).toBe(Number.POSITIVE_INFINITY);
});

test('SSIM is 1 for the same picture, and for two flat ones what their greys alone give', () => {
  const noise = square(20, (x, y) => (x * 37 + y * 91) % 256);
  expect(ssim(noise, noise)).toBeCloseTo(1, 12);
  const [a, b, c1] = [100, 150, 2.55 ** 2];
  expect(
    ssim(
      square(11, () => a),
      square(11, () => b),
    ),
  ).toBeCloseTo((2 * a * b + c1) / (a * a + b * b + c1), 9);
  expect(() =>
    ssim(
      square(10, () => a),
      square(10, () => b),
    ),
  ).toThrow(/11 pixels/);
});

test('KID of {0, 2} against {1, 1} is 1 + 8 - 2 * 14', () => {
  const set = (...values: number[]) => values.map((value) => Float32Array.of(value));
  expect(kid(set(0, 2), set(1, 1))).toBe(-19);
  expect(() => kid(set(1), set(1, 2))).toThrow(/two pictures/);
});

test('colour diversity is the mean share of pixels that two pictures colour differently', () => {
  const of = (...pictures: string[]) =>
    colourDiversity(pictures.map((letters) => colourHistogram(row(letters))));
  expect(of('rr', 'bb')).toBe(1);
  expect(of('rb', 'br')).toBe(0);
  expect(of('rr', 'rr', 'rb')).toBeCloseTo(1 / 3, 12);
  expect(of('rr')).toBe(0);
});

test('the Laplacian of one bright point is four times it', () => {
  expect(laplacianEnergy(drawn('0 0 0\n0 10 0\n0 0 0'))).toBe(1600);
  expect(laplacianEnergy(square(9, (x, y) => 3 * x + 5 * y))).toBe(0);
});

test('a long wave is low, a chessboard high, noise spreads over all', () => {
  const long = spectrum(square(64, (x) => Math.round(127 + 100 * Math.sin(x / 4))));
  expect(long.highShare).toBeLessThan(0.001);
  expect(long.entropy).toBeLessThan(0.3);
  expect(spectrum(square(64, (x, y) => 255 * ((x + y) % 2))).highShare).toBeGreaterThan(0.999);
  const random = randomFrom(1);
  const noise = spectrum(square(128, () => 256 * random()));
  expect(noise.entropy).toBeGreaterThan(0.93);
  expect(noise.highShare).toBeCloseTo(1 - Math.PI / 16, 1); // all but a disc of radius 1/4 in a square of side 1
  expect(spectrum(square(32, () => 9))).toEqual({ entropy: 0, highShare: 0 });
});

test('an edge that goes by corners parts two regions', () => {
  const { data, count } = regionsBetween(
    mask(`
    . . #
    . # .
    # . .`),
  );
  expect(count).toBe(2);
  expect([...data]).toEqual([1, 1, 0, 1, 0, 2, 0, 2, 2]);
});

test('two regions of one colour each are wholly explained; of both colours each, not at all', () => {
  const edges = row(`${'.'.repeat(20)}#${'.'.repeat(20)}`);
  const map: Picture = {
    ...edges,
    channels: 1,
    data: Uint8Array.from({ length: 41 }, (_, i) => (i === 20 ? 255 : 0)),
  };
  const apart = colourByRegion(row(`${'r'.repeat(20)} ${'g'.repeat(20)}`), regionsBetween(map));
  expect(apart.regions).toBe(2);
  expect(apart.within).toBeCloseTo(0, 9);
  expect(apart.explained).toBeCloseTo(1, 12);
  expect(apart.oneHue).toBeCloseTo(1, 12);
  const mixed = colourByRegion(row(`${'rg'.repeat(10)} ${'rg'.repeat(10)}`), regionsBetween(map));
  expect(mixed.explained).toBeCloseTo(0, 12);
  expect(mixed.oneHue).toBeCloseTo(0.671, 3); // chroma 104.6 at 40 degrees and 119.8 at 136, added up
  expect(
    colourByRegion(row('rrr'), regionsBetween({ ...map, width: 3, data: new Uint8Array(3) })).regions,
  ).toBe(0);
});

test('the mean colour, and a picture of it', () => {
  expect(meanColour(row('rb'))).toEqual([127.5, 0, 127.5]);
  expect(plain([1.4, 2.6, 0], 2, 1).data).toEqual(Uint8Array.of(1, 3, 0, 1, 3, 0));
});
