import { expect, test } from 'vitest';
import type { Labels } from '../picture.ts';
import { cellAgreement, cellFigures } from './cell-agreement.ts';

/** One row of pixels, a digit each. */
const row = (digits: string): Labels => {
  const data = Uint32Array.from(digits, Number);
  return { width: data.length, height: 1, count: Math.max(...data), data };
};

test('cells that are the same are all matched', () => {
  const all = cellAgreement(row('1110222'), row('1110222'));
  expect(all).toEqual({
    there: 2,
    found: 2,
    matches: [
      { there: 1, found: 1, iou: 1 },
      { there: 2, found: 2, iou: 1 },
    ],
    aji: 1,
  });
  expect(cellFigures([all])).toEqual({ ap50: 1, f1: 1, pq: 1, aji: 1, countError: 0 });
});

test('a cell that melts with its neighbour counts as one match, one miss', () => {
  // 1 there has 6 of the 9 pixels that were found as one: 6 / 9; 2 has 3 of them: 3 / 9.
  const one = cellAgreement(row('1111112220'), row('1111111110'));
  expect(one.matches).toEqual([{ there: 1, found: 1, iou: 6 / 9 }]);
  const { ap50, f1, pq, countError } = cellFigures([one]);
  expect([ap50, f1, countError]).toEqual([1 / 2, 2 / 3, 1 / 2]);
  expect(pq).toBeCloseTo((2 * (6 / 9)) / 3, 12);
  expect(one.aji).toBeCloseTo((6 + 3) / (9 + 9), 12); // each with its best partner, which is the same
});

test('half an overlap is no match, and what was found beside the cells weighs in the aggregated index', () => {
  const one = cellAgreement(row('1111000000'), row('0011110022'));
  expect(one.matches).toEqual([]);
  expect(one.aji).toBeCloseTo(2 / (6 + 2), 12);
});

test('where there is nothing and nothing was found, that is right', () => {
  expect(cellAgreement(row('000'), row('000')).aji).toBe(1);
});

test('figures over pictures add up cells, not pictures', () => {
  const good = cellAgreement(row('1102203304'), row('1102203304'));
  const bad = cellAgreement(row('1111100000'), row('0000000000'));
  const { ap50, countError, aji } = cellFigures([good, bad]);
  expect(ap50).toBe(4 / 5);
  expect(countError).toBe(1 / 5);
  expect(aji).toBe(1 / 2);
});
