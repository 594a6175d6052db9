import { expect, test } from 'vitest';
import { arrangement } from './arrangement.ts';

test('three panes stand side by side on a laptop and on a projector', () => {
  expect(arrangement(827, 603, 3, false)).toEqual({ kind: 'grid', columns: 3 });
  expect(arrangement(1408, 963, 3, false)).toEqual({ kind: 'grid', columns: 3 });
});

test('four panes take two rows where that makes them larger, and one row on a wide screen', () => {
  expect(arrangement(827, 603, 4, false)).toEqual({ kind: 'grid', columns: 2 });
  expect(arrangement(2000, 500, 4, false)).toEqual({ kind: 'grid', columns: 4 });
});

test('an enlarged pane has the others beside it, on a phone below it', () => {
  expect(arrangement(827, 603, 3, true)).toEqual({ kind: 'beside' });
  expect(arrangement(390, 320, 3, false)).toEqual({ kind: 'beside' });
  expect(arrangement(390, 640, 3, false)).toEqual({ kind: 'below' });
});
