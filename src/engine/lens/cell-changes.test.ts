import { expect, test } from 'vitest';
import { numbered } from '../cells/labels.ts';
import type { Labels } from '../picture.ts';
import { blandAltman } from './bland-altman.ts';
import { cellChanges, cellSentence } from './cell-changes.ts';

/** A label map as it is drawn: letters are cells. */
function drawn(rows: string): Labels {
  const lines = rows.trim().split(/\s+/);
  const codes = [...lines.join('')].map((letter) => (letter === '.' ? 0 : letter.charCodeAt(0)));
  return numbered(Uint32Array.from(codes), lines[0]!.length, lines.length);
}

test('cells that are gone are lost, those that came are invented, and larger ones changed', () => {
  const changes = cellChanges(
    drawn(`
      aaa...bb
      aaa...bb
      ........
      cccc....`),
    drawn(`
      aaa.....
      aaa.....
      aa....dd
      cccc..dd`),
  );
  expect(changes.lost).toEqual([2]);
  expect(changes.invented).toEqual([2]);
  expect(changes.changed).toEqual([{ input: 1, generated: 1, area: 6, generatedArea: 8 }]);
  expect(changes.parted).toEqual([]);
  expect(cellSentence(changes)).toBe('1 of 3 cells changed by more than a tenth, 1 is lost, 1 is invented.');
});

test('two cells that grew together are not lost but parted otherwise', () => {
  const changes = cellChanges(drawn('aaaabbbb aaaabbbb'), drawn('aaaaaaaa aaaaaaaa'));
  expect(changes).toMatchObject({ lost: [], invented: [], parted: [1, 2], pairs: [] });
  expect(cellSentence(changes)).toBe(
    'None of 2 cells changed by more than a tenth, none is lost, none is invented, 2 are parted otherwise.',
  );
});

test('pictures without cells are told in words', () => {
  const [none, one] = [drawn('.... ....'), drawn('aa.. aa..')];
  expect(cellSentence(cellChanges(none, none))).toBe('No cell was found in either picture.');
  expect(cellSentence(cellChanges(none, one))).toBe('The input has no cell, 1 is invented.');
  expect(cellSentence(cellChanges(one, none))).toBe(
    'None of 1 cell changed by more than a tenth, 1 is lost, none is invented.',
  );
});

test('bias and limits of agreement are those of the differences in per cent of the mean', () => {
  const { points, bias, limits } = blandAltman([
    [90, 110],
    [100, 100],
    [210, 190],
  ]);
  expect(points).toEqual([
    { mean: 100, difference: 20 },
    { mean: 100, difference: 0 },
    { mean: 200, difference: -10 },
  ]);
  expect(bias).toBeCloseTo(10 / 3, 12);
  const deviation = Math.sqrt(((20 - 10 / 3) ** 2 + (10 / 3) ** 2 + (40 / 3) ** 2) / 2);
  expect(limits[0]).toBeCloseTo(10 / 3 - 1.96 * deviation, 12);
  expect(limits[1]).toBeCloseTo(10 / 3 + 1.96 * deviation, 12);
  expect(blandAltman([]).limits).toEqual([0, 0]);
  expect(blandAltman([[50, 60]]).limits).toEqual([
    blandAltman([[50, 60]]).bias,
    blandAltman([[50, 60]]).bias,
  ]);
});
