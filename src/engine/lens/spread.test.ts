import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { moved, movedBack, moveOf } from './moves.ts';
import { spread } from './spread.ts';

const picture: Picture = {
  width: 21,
  height: 13,
  channels: 3,
  data: Uint8Array.from({ length: 21 * 13 * 3 }, (_, i) => (i * 37) % 256),
};

test('a moved picture that is moved back is what it was, wherever the move did not push it out', () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const move = moveOf(seed);
    const { picture: back, known } = movedBack(moved(picture, move), move);
    const [left, top, right, bottom] = known;
    expect((right - left) * (bottom - top)).toBeGreaterThan(0);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = 3 * (y * 21 + x);
        expect(back.data.slice(at, at + 3)).toEqual(picture.data.slice(at, at + 3));
      }
    }
    // One further on a side that was pushed out would be wrong or outside.
    expect(right - left).toBe(21 - Math.abs(move.dx));
    expect(bottom - top).toBe(13 - Math.abs(move.dy));
    seen.add(`${move.mirrorX} ${move.mirrorY}`);
  }
  expect(seen.size).toBe(4);
  expect(moved(picture, moveOf(0))).toEqual(picture);
});

test('the spread is 0 for one pass and for equal ones, else the standard deviation of those that know a pixel', () => {
  const grey = (value: number): Picture => ({
    width: 2,
    height: 1,
    channels: 3,
    data: new Uint8Array(6).fill(value),
  });
  const whole = [0, 0, 2, 1] as const;
  const pass = (value: number, known: readonly [number, number, number, number] = whole) => ({
    picture: grey(value),
    known,
  });
  expect(spread([pass(77)]).mean).toBe(0);
  expect([...spread([pass(77), pass(77), pass(77)]).deviation]).toEqual([0, 0]);
  expect([...spread([pass(10), pass(20), pass(250, [0, 0, 0, 0])]).deviation]).toEqual([5, 5]);
  const half = spread([pass(10), pass(20), pass(60, [1, 0, 2, 1])]);
  expect(half.deviation[0]).toBe(5);
  expect(half.deviation[1]).toBeCloseTo(Math.sqrt((20 ** 2 + 10 ** 2 + 30 ** 2) / 3), 5);
  expect(half.mean).toBeCloseTo((half.deviation[0]! + half.deviation[1]!) / 2, 5);
});
