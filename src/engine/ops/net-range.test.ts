import { expect, test } from 'vitest';
import { fromNetRange, toNetRange } from './net-range.ts';

test('every byte comes back from the networks’ range as it went in', () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  expect(bytes.map((byte) => fromNetRange(toNetRange(byte)))).toEqual(bytes);
  expect([toNetRange(0), toNetRange(255)]).toEqual([-1, 1]);
});

test('what a network gives beyond its range is cut', () => {
  expect([fromNetRange(-1.3), fromNetRange(1.004), fromNetRange(9)]).toEqual([0, 255, 255]);
});
