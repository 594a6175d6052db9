import { expect, test } from 'vitest';
import { partBetween, partWith } from './framed.ts';

const panel = { x: 10, y: 20, width: 40, height: 80 };

test('a frame that is drawn either way is a share of its panel', () => {
  expect(partBetween(panel, { x: 20, y: 40 }, { x: 30, y: 60 })).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(partBetween(panel, { x: 30, y: 60 }, { x: 20, y: 40 })).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('what goes beyond the panel ends at its edge, and a click is no frame', () => {
  expect(partBetween(panel, { x: 40, y: 60 }, { x: 99, y: 999 })).toEqual([0.75, 0.5, 0.25, 0.5]);
  expect(partBetween(panel, { x: 20, y: 40 }, { x: 20.1, y: 40.1 })).toBeNull();
});

test('a part that is moved or resized stays inside and keeps its proportions', () => {
  expect(partWith([0.1, 0.2, 0.2, 0.1], { across: 0.95 })).toEqual([0.8, 0.2, 0.2, 0.1]);
  expect(partWith([0.1, 0.2, 0.2, 0.1], { down: 0.5 })).toEqual([0.1, 0.5, 0.2, 0.1]);
  expect(partWith([0.5, 0.2, 0.2, 0.1], { size: 0.6 })).toEqual([0.4, 0.2, 0.6, 0.3]);
});
