import { expect, test } from 'vitest';
import { discs } from '../../../test/discs.ts';
import type { Picture } from '../picture.ts';
import { type EdgeLensSettings, edgeChanges } from './edge-changes.ts';
import { edgeSentence } from './edge-lens.ts';

const settings: EdgeLensSettings = {
  sigma: 1.4,
  aperture: 3,
  norm: 'L2',
  thresholds: 'fixed',
  low: 30,
  high: 80,
  black: 1,
  white: 99,
};

/** A bright square of 24 pixels on a dark ground. */
function square(left: number, top: number): Picture {
  const data = new Uint8Array(64 * 64).fill(40);
  for (let y = top; y < top + 24; y++) data.fill(200, y * 64 + left, y * 64 + left + 24);
  return { width: 64, height: 64, channels: 1, data };
}

test('a picture that came out as it was has lost and invented no edge, whatever the thresholds', () => {
  const picture = discs(160, 3);
  for (const thresholds of ['fixed', 'auto'] as const) {
    const { lost, invented } = edgeChanges(picture, picture, { ...settings, thresholds });
    expect([lost.share, invented.share]).toEqual([0, 0]);
    expect([...lost.places, ...invented.places]).toEqual([]);
  }
});

test('edges that moved by two pixels are the same, by six pixels they are lost and invented', () => {
  const near = edgeChanges(square(20, 20), square(22, 20), settings);
  expect([near.lost.share, near.invented.share]).toEqual([0, 0]);
  const far = edgeChanges(square(20, 20), square(26, 20), settings);
  expect(far.lost.share).toBeGreaterThan(0.2);
  expect(far.lost.share).toBeLessThan(0.7); // what the moved sides lie on stays
  expect(far.invented.places.length).toBeGreaterThan(0);
});

test('a square that is gone is one lost place with its box', () => {
  const empty: Picture = { ...square(0, 0), data: new Uint8Array(64 * 64).fill(40) };
  const { lost, invented } = edgeChanges(square(20, 30), empty, settings);
  expect(lost.share).toBe(1);
  expect(invented.share).toBe(0);
  expect(lost.places).toHaveLength(1);
  for (const [i, side] of [20, 30, 43, 53].entries())
    expect(Math.abs(lost.places[0]!.box[i]! - side)).toBeLessThan(3);
  expect(edgeSentence({ lost, invented })).toBe(
    "100 % of the picture's edges are lost, in 1 place; 0 % of the generated picture's edges are invented.",
  );
});

test('a signal hidden in single pixels is no edge, though Canny without the blur finds it', () => {
  const picture = square(20, 20);
  const hidden = {
    ...picture,
    data: picture.data.map((value, i) => value + (((i % 64) + (i >> 6)) % 2 ? 9 : -9)),
  };
  const sharp = { ...settings, sigma: 0 };
  expect(edgeChanges(picture, hidden, sharp).invented.share).toBe(0);
});

test('a change of colours alone, and of brightness as a whole, changes no edge', () => {
  const picture = square(20, 20);
  const darker = { ...picture, data: picture.data.map((value) => Math.round(value / 2)) };
  expect(edgeChanges(picture, darker, settings).invented.share).toBe(0);
  expect(edgeChanges(picture, darker, settings).lost.share).toBe(0);
});

test('the noise of an empty picture is stretched into no edges', () => {
  const noisy = {
    ...square(0, 0),
    data: Uint8Array.from({ length: 4096 }, (_, i) => 100 + ((i * 7919) % 5)),
  };
  expect(edgeChanges(square(20, 20), noisy, settings).invented.share).toBe(0);
});
