import { expect, test } from 'vitest';
import type { Labels } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { distinctColours } from './distinct.ts';
import { kept, numbered } from './labels.ts';
import { measures } from './measures.ts';
import { neighbours } from './neighbours.ts';

/** A plane wholly parted among points, each pixel to the nearest. */
function crowd(seed: number, count: number, side: number): Labels {
  const random = randomFrom(seed);
  const points = Array.from({ length: count }, () => [random() * side, random() * side] as const);
  const data = Uint32Array.from({ length: side * side }, (_, i) => {
    const away = points.map(([x, y]) => Math.hypot((i % side) - x, Math.floor(i / side) - y));
    return 1 + away.indexOf(Math.min(...away));
  });
  return numbered(data, side, side);
}

const coloursOf = (labels: Labels) =>
  distinctColours(
    neighbours(labels),
    measures(labels).map(({ centroid }) => centroid),
  );

test.each([1, 2, 3])('no two neighbours of a crowd share a colour (seed %i)', (seed) => {
  const labels = crowd(seed, 120, 90);
  const colours = coloursOf(labels).map(String);
  const clashes = neighbours(labels).flatMap((near, label) =>
    near.filter((other) => colours[other] === colours[label]).map((other) => [label, other]),
  );
  expect(neighbours(labels).flat().length).toBeGreaterThan(500);
  expect(clashes).toEqual([]);
});

test('when one cell of a crowd goes, nine in ten of the others keep their colours', () => {
  const labels = crowd(4, 120, 90);
  const before = coloursOf(labels);
  const without = kept(labels, (label) => label !== 60);
  const after = coloursOf(without);
  const same = Array.from(labels.data).filter(
    (label, i) => label !== 60 && String(after[without.data[i]!]) === String(before[label]),
  ).length;
  expect(same / labels.data.filter((label) => label !== 60).length).toBeGreaterThan(0.9);
});
