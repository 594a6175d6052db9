import { describe, expect, test } from 'vitest';
import type { Labels } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { numbered } from './labels.ts';
import { doubleArea, filled, outlines } from './outlines.ts';

/** A label map as a drawing of digits; a dot is background. */
function drawn(picture: string): Labels {
  const rows = picture
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  const data = Uint32Array.from(rows.flat(), (sign) => (sign === '.' ? 0 : Number(sign)));
  return { width: rows[0]!.length, height: rows.length, count: Math.max(...data), data };
}

describe('an outline', () => {
  test('runs along the pixels’ edges, clockwise, with a point only where it turns', () => {
    const [cell] = outlines(
      drawn(`
      . . . .
      . 1 1 .
      . 1 . .`),
    );
    expect(cell).toEqual([{ outer: [1, 1, 3, 1, 3, 2, 2, 2, 2, 3, 1, 3], holes: [] }]);
  });

  test('has a ring for a hole, the other way round', () => {
    const [cell] = outlines(
      drawn(`
      1 1 1
      1 . 1
      1 1 1`),
    );
    expect(cell).toHaveLength(1);
    expect(cell![0]!.holes).toHaveLength(1);
    expect(doubleArea(cell![0]!.outer)).toBe(18);
    expect(doubleArea(cell![0]!.holes[0]!)).toBe(-2);
  });

  test('does not join two parts that meet at a corner', () => {
    const [cell] = outlines(
      drawn(`
      1 .
      . 1`),
    );
    expect(cell!.map(({ outer }) => doubleArea(outer))).toEqual([2, 2]);
  });

  test('keeps holes apart that meet each other and the ground outside at corners', () => {
    const [cell] = outlines(
      drawn(`
      1 1 1 .
      1 . 1 .
      1 1 . 1
      1 1 1 1`),
    );
    expect(cell![0]!.holes.map(doubleArea)).toEqual([-2, -2]);
  });
});

test.each([
  1, 2, 3, 4, 5,
])('filled again, the outlines of drawn noise give the same pixels (seed %i)', (seed) => {
  const random = randomFrom(seed);
  const data = Uint32Array.from({ length: 40 * 30 }, () => Math.max(0, Math.floor(random() * 6) - 2));
  const labels = numbered(data, 40, 30);
  expect([...filled(outlines(labels), 40, 30)]).toEqual([...labels.data]);
});
