import { expect, test } from 'vitest';
import { arrangement } from './arrangement.ts';

test('three panes stand side by side on a laptop and on a projector', () => {
  expect(arrangement(827, 603, 3, 'grid')).toEqual({ kind: 'grid', columns: 3 });
  expect(arrangement(1408, 963, 3, 'grid')).toEqual({ kind: 'grid', columns: 3 });
});

test('four panes take two rows where that makes them larger, and one row on a wide screen', () => {
  expect(arrangement(827, 603, 4, 'grid')).toEqual({ kind: 'grid', columns: 2 });
  expect(arrangement(2000, 500, 4, 'grid')).toEqual({ kind: 'grid', columns: 4 });
});

test('a large pane has the others beside it, on a phone below it', () => {
  expect(arrangement(827, 603, 4, 'large')).toEqual({ kind: 'beside' });
  expect(arrangement(827, 603, 4, 'pair')).toEqual({ kind: 'beside' });
  expect(arrangement(390, 320, 4, 'large')).toEqual({ kind: 'beside' });
  expect(arrangement(390, 640, 4, 'large')).toEqual({ kind: 'below' });
});
