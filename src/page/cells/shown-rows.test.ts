import { expect, test } from 'vitest';
import { cellOf, headOf } from './columns.ts';
import { shownRows, tableText } from './shown-rows.ts';

const table = [
  { name: 'label', values: Float64Array.of(1, 2, 3, 4) },
  { name: 'area_um2', values: Float64Array.of(30, 10, Number.NaN, 20) },
];

test('rows are sorted either way, what cannot be told last', () => {
  expect(shownRows(table, { by: 1, isDown: false, only: null })).toEqual([2, 4, 1, 3]);
  expect(shownRows(table, { by: 1, isDown: true, only: null })).toEqual([1, 4, 2, 3]);
});

test('a range leaves the cells whose value lies within it', () => {
  expect(shownRows(table, { by: 0, isDown: false, only: { column: 1, low: 10, high: 20 } })).toEqual([2, 4]);
});

test('the clipboard has names with units, tabs and full figures', () => {
  expect(tableText(table, [3, 1])).toBe('label\tarea_um2\n3\t\n1\t30');
});

test('heads and figures are for people', () => {
  expect(headOf('area_um2')).toBe('Area, µm²');
  expect(headOf('mean_channel_1')).toBe('Mean channel 1');
  expect([cellOf(12), cellOf(0.123456), cellOf(Number.NaN), cellOf(1200.5)]).toEqual([
    '12',
    '0.1235',
    '',
    '1201',
  ]);
});
