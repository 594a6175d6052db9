import { expect, test } from 'vitest';
import { measures } from './measures.ts';
import { columns, csv, summary } from './table.ts';

const cells = measures({ width: 4, height: 2, count: 2, data: Uint32Array.from([1, 1, 0, 2, 1, 1, 0, 0]) }, [
  [10, 20, 0, 7, 30, 40, 0, 0],
]);

test('a table has its units in the head and a row a cell', () => {
  const [head, first, second, end] = csv(cells, columns([0.5, 0.5], ['DAPI'])).split('\r\n');
  expect(head!.split(',').slice(0, 5)).toEqual(['label', 'area_px', 'area_um2', 'centroid_x', 'centroid_y']);
  expect(head!.split(',').slice(-2)).toEqual(['mean_DAPI', 'total_DAPI']);
  expect(first!.split(',').slice(0, 5)).toEqual(['1', '4', '1', '0.5', '0.5']);
  expect(first!.split(',').slice(-2)).toEqual(['25', '100']);
  expect(second!.split(',').slice(0, 5)).toEqual(['2', '1', '0.25', '3', '0']);
  expect(end).toBe('');
});

test('without a pixel size what is in micrometres stays empty, and a channel’s comma is quoted', () => {
  const [head, first] = csv(cells, columns(null, ['Cy5, red'])).split('\r\n');
  expect(first!.split(',')[2]).toBe('');
  expect(head).toContain('"mean_Cy5, red"');
});

test('the summary counts and gives the median area', () => {
  expect(summary(cells, [2, 2])).toBe('2 cells, median 10 µm²');
  expect(summary(cells.slice(0, 1), null)).toBe('1 cell, median 4 px');
  expect(summary([], null)).toBe('No cells');
});
