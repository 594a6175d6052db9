import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { colourByRegion, regionsBetween } from '../../../src/engine/metrics/colour-by-region.ts';
import { gridShare } from '../../../src/engine/metrics/grid-share.ts';
import { kid } from '../../../src/engine/metrics/kid.ts';
import { laplacianEnergy } from '../../../src/engine/metrics/laplacian-energy.ts';
import { l1, psnr } from '../../../src/engine/metrics/pixel-errors.ts';
import { spectrum } from '../../../src/engine/metrics/spectrum.ts';
import { ssim } from '../../../src/engine/metrics/ssim.ts';
import { labOf } from '../../../src/engine/ops/lab.ts';
import { drawn, edges, features, red, spoilt } from './drawn.ts';

interface Figures {
  readonly l1: number;
  readonly psnr: number;
  readonly ssim: number;
  readonly ssimOfGrey: number;
  readonly laplacianEnergy: number;
  readonly gridShare: number;
  readonly spectrum: { readonly entropy: number; readonly highShare: number };
  readonly kid: number;
  readonly lab: readonly (readonly [number, number, number, number, number, number])[];
  readonly regions: { readonly count: number; readonly areas: readonly number[] };
  readonly colourByRegion: Readonly<Record<string, number>>;
}
const theirs: Figures = JSON.parse(readFileSync(join(import.meta.dirname, 'figures.json'), 'utf8'));

test('L1 and PSNR are those of NumPy and scikit-image', () => {
  expect(l1(spoilt, drawn)).toBeCloseTo(theirs.l1, 9);
  expect(psnr(spoilt, drawn)).toBeCloseTo(theirs.psnr, 9);
});

test('SSIM is that of scikit-image, of colour and of grey', () => {
  expect(ssim(spoilt, drawn)).toBeCloseTo(theirs.ssim, 9);
  expect(ssim(red(spoilt), red(drawn))).toBeCloseTo(theirs.ssimOfGrey, 9);
});

test("the Laplacian's energy is that of SciPy", () => {
  expect(laplacianEnergy(red(drawn))).toBeCloseTo(theirs.laplacianEnergy, 6);
});

test("the spectrum's figures are those of NumPy's Fourier transform", () => {
  const { entropy, highShare } = spectrum(red(drawn));
  expect(entropy).toBeCloseTo(theirs.spectrum.entropy, 9);
  expect(highShare).toBeCloseTo(theirs.spectrum.highShare, 9);
});

test('the share of a grid is that of NumPy', () => {
  expect(gridShare(red(drawn))).toBeCloseTo(theirs.gridShare, 9);
});

test('KID is its equation as matrices in NumPy', () => {
  expect(kid(features(7, 0), features(5, 0.05))).toBeCloseTo(theirs.kid, 5); // features of 32 bits
});

test.each(theirs.lab)('CIELAB of %i %i %i is that of scikit-image', (r, g, b, ...lab) => {
  for (const [i, value] of labOf(r, g, b).entries())
    expect(Math.abs(value - (lab[i] ?? 0))).toBeLessThan(0.01);
});

test('the regions between edges are those of scikit-image', () => {
  const { data, count } = regionsBetween(edges);
  expect(count).toBe(theirs.regions.count);
  const areas = new Array<number>(count).fill(0);
  for (const label of data) if (label > 0) areas[label - 1] = (areas[label - 1] ?? 0) + 1;
  expect(areas.sort((a, b) => a - b)).toEqual(theirs.regions.areas);
});

test('colour by region is what NumPy finds over the regions and colours of scikit-image', () => {
  const ours = colourByRegion(drawn, regionsBetween(edges));
  for (const [name, value] of Object.entries(theirs.colourByRegion)) {
    // their colour matrix has six digits, ours seven
    expect(ours[name as keyof typeof ours] / value).toBeCloseTo(1, 3);
  }
});
