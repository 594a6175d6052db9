import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { edgeEnergy } from './edge-energy.ts';
import { type Aperture, gradientRow, type Norm, sobel } from './sobel.ts';

/** A Sobel kernel by its definition: a binomial along one axis, a binomial's difference along the other. */
function kernel(aperture: Aperture): { gx: number[]; gy: number[] } {
  const times = (a: readonly number[], b: readonly number[]) =>
    Array.from({ length: a.length + b.length - 1 }, (_, i) =>
      a.reduce((sum, value, k) => sum + value * (b[i - k] ?? 0), 0),
    );
  const power = (n: number) => Array.from({ length: n }).reduce<number[]>((all) => times(all, [1, 1]), [1]);
  const smooth = power(aperture - 1);
  const slope = times(power(aperture - 2), [-1, 1]);
  const outer = (down: readonly number[], along: readonly number[]) =>
    down.flatMap((d) => along.map((a) => d * a));
  return { gx: outer(smooth, slope), gy: outer(slope, smooth) };
}

/**
 * The magnitude is convex, so it is largest on a picture of 0 and 255: the one that lies uphill in some direction. All
 * directions that make another such picture are tried.
 */
function greatest(aperture: Aperture, norm: Norm): number {
  const { gx, gy } = kernel(aperture);
  let most = 0;
  for (let turn = 0; turn < 20_000; turn++) {
    const [cos, sin] = [Math.cos((turn * Math.PI) / 10_000), Math.sin((turn * Math.PI) / 10_000)];
    const data = Uint8Array.from(gx, (x, i) => (cos * x + sin * (gy[i] ?? 0) > 1e-9 ? 255 : 0));
    const picture: Picture = { width: aperture, height: aperture, channels: 1, data };
    const row = gradientRow(aperture);
    const middle = (aperture - 1) / 2;
    sobel(picture, middle, aperture, norm, row);
    const size = row.size[middle + 1] ?? 0;
    most = Math.max(most, norm === 'L1' ? size : Math.sqrt(size));
  }
  return most;
}

test('the longest gradients are those that the docs name', () => {
  const longest = { L1: greatest(3, 'L1'), L2: greatest(3, 'L2') };
  expect(longest.L1).toBe(1530);
  expect(longest.L2).toBeCloseTo(255 * Math.sqrt(20), 9);
  expect(greatest(5, 'L1')).toBe(17850);
  expect(Math.floor(greatest(5, 'L2'))).toBe(13072);
  const docs = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(docs('../recipe.ts')).toContain(
    `aperture 3 reaches ${longest.L1} in L1, ${Math.floor(longest.L2)} in L2`,
  );
  for (const file of ['edge-energy.ts', '../dream/figures.ts']) {
    expect(docs(file)).toContain(`0..${Math.floor(longest.L2)}`);
  }
});

test('all 512 pictures of black and white agree: none is steeper at aperture 3', () => {
  let most = 0;
  for (let bits = 0; bits < 512; bits++) {
    const data = Uint8Array.from({ length: 9 }, (_, i) => ((bits >> i) & 1) * 255);
    const row = gradientRow(3);
    sobel({ width: 3, height: 3, channels: 1, data }, 1, 3, 'L2', row);
    most = Math.max(most, Math.sqrt(row.size[2] ?? 0));
    expect(edgeEnergy({ width: 3, height: 3, channels: 1, data })).toBeLessThan(1140);
  }
  expect(most).toBeCloseTo(255 * Math.sqrt(20), 9);
});
