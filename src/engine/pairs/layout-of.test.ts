import { expect, test } from 'vitest';
import { differing } from '../../../test/differing.ts';
import { discs } from '../../../test/discs.ts';
import { canny } from '../ops/canny.ts';
import { randomFrom } from '../random.ts';
import { defaultRecipe } from '../recipe.ts';
import { layoutOf } from './layout-of.ts';
import { pairImage, pairOf } from './pair-image.ts';

const grey = discs(128, 3);
const edges = canny(grey, defaultRecipe.edges);
const colour = {
  ...grey,
  channels: 3,
  data: Uint8Array.from(
    { length: 3 * 128 * 128 },
    (_, i) => (grey.data[Math.floor(i / 3)] ?? 0) / 2 + 40 * (i % 3),
  ),
} as const;

test.each([
  'AB',
  'BA',
] as const)('edges that lie as %s are found, and the same when JPEG has moved them', (layout) => {
  const random = randomFrom(1);
  const image = pairImage({ edges, colour }, layout);
  const inward = (value: number) => Math.round(value + (value > 127 ? -40 : 40) * random());
  const moved = { ...image, data: image.data.map(inward) };
  expect(layoutOf(moved)).toBe(layout);
  expect(differing(pairOf('a', moved, layout, defaultRecipe.develop).edges.data, edges.data)).toBe(0);
});

test.each(['AB', 'BA'] as const)('a nearly black picture is not taken for its edges: %s', (layout) => {
  const lone = { ...colour, data: colour.data.map((value, i) => (i < 30 ? value : 0)) };
  expect(layoutOf(pairImage({ edges, colour: lone }, layout))).toBe(layout);
});

test('a picture without an edge map in either half is no pair', () => {
  expect(layoutOf(pairImage({ edges: grey, colour }, 'AB'))).toBe(null);
});
