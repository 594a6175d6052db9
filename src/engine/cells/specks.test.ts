import { expect, test } from 'vitest';
import { speckArea, withoutSpecks } from './specks.ts';

const reading = { threshold: 0.5, speck: 0.1, canonical: 30 };
/** Half of the pixels lie in cells. */
const inside = Float32Array.from([0.9, 0.9, 0.1, 0.1]);
const smear = Float32Array.from([40, 60, 200, 220]);
const nuclei = Float32Array.from([200, 220, 40, 60]);

test('in bright field a speck is smaller than a share of a typical cell', () => {
  // A disc of 40 px across has 1256.6 px.
  expect(speckArea(smear, { inside }, 40, reading)).toBe(126);
  expect(speckArea(smear, { inside }, 40, { ...reading, speck: 0 })).toBe(0);
});

test('in fluorescence, and where cells are small, nothing is a speck', () => {
  expect(speckArea(nuclei, { inside }, 40, reading)).toBe(0);
  expect(speckArea(smear, { inside }, 30, reading)).toBe(0);
});

test('nothing is a speck where there is no cell or no ground, and what is no number does not count', () => {
  expect(speckArea(smear, { inside: new Float32Array(4) }, 40, reading)).toBe(0);
  expect(speckArea(smear, { inside: new Float32Array(4).fill(1) }, 40, reading)).toBe(0);
  expect(speckArea(Float32Array.from([40, Number.NaN, 200, 220]), { inside }, 40, reading)).toBe(126);
});

test('of what the border cuts half as much is enough', () => {
  // 1: five pixels inside; 2: four inside; 3: three at the border; 4: two at the border.
  const rows = ['0000000', '0111220', '0110220', '3000000', '3000000', '3000044'];
  const data = Uint32Array.from(rows.join(''), Number);
  const left = withoutSpecks({ width: 7, height: 6, count: 4, data }, 5);
  expect(left.count).toBe(2);
  expect(Array.from(left.data, String).join('')).toBe(`000000001110000110000${'2000000'.repeat(3)}`);
});
