import { expect, test } from 'vitest';
import { defaultLooks } from './default-looks.ts';
import { checkPlan, panelLabel } from './plan.ts';

const least = { version: 1, rows: [{ picture: 'a.tif' }] };

test('a plan of one picture gets the usual looks', () => {
  expect(checkPlan(least)).toEqual({ rows: [{ picture: 'a.tif' }], looks: defaultLooks });
  expect(checkPlan({ ...least, widthMm: 85, columns: ['dream'] }).looks).toEqual({
    ...defaultLooks,
    widthMm: 85,
    columns: ['dream'],
  });
});

test.each([
  [{ ...least, width: 85 }, 'there is no field width'],
  [{ ...least, rows: [] }, 'rows must be'],
  [{ ...least, widthMm: 5 }, 'widthMm must be at least 30, not 5'],
  [{ ...least, dpi: 300.5 }, 'dpi must be'],
  [{ ...least, columns: ['edges', 'edges'] }, 'columns names a stage twice'],
  [{ ...least, columns: ['edge'] }, 'columns.0 must be'],
  [
    { ...least, insets: [{ row: 1, part: [0, 0, 0.5, 0.5], times: 2, corner: 'top-left' }] },
    'An inset is of row 1; the rows are 0 to 0',
  ],
  [
    { ...least, insets: [{ row: 0, part: [0.8, 0, 0.5, 0.5], times: 2, corner: 'top-left' }] },
    'insets.0.part must be',
  ],
])('%j is refused by name', (plan, sentence) => {
  expect(() => checkPlan(plan)).toThrow(sentence);
});

test('panels are called a to z, then aa', () => {
  expect([0, 1, 25, 26, 27, 52].map(panelLabel)).toEqual(['a', 'b', 'z', 'aa', 'ab', 'ba']);
});
