import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { defaultRecipe } from '../recipe.ts';
import { findEdges, lookedAt } from './edges.ts';

const SIDE = 16;

/** Two halves of one grey: red 255 and green 130 both weigh 76. */
const rgb: Picture = {
  width: SIDE,
  height: SIDE,
  channels: 3,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const isLeft = Math.floor(i / 3) % SIDE < SIDE / 2;
    return i % 3 === 0 ? (isLeft ? 255 : 0) : i % 3 === 1 ? (isLeft ? 0 : 130) : 0;
  }),
};
const grey: Picture = {
  width: SIDE,
  height: SIDE,
  channels: 1,
  data: new Uint8Array(SIDE * SIDE).fill(76),
};

test('two colours of one grey have an edge between them where the recipe looks at colours, and none else', async () => {
  const found = async (channels: 'grey' | 'colour') => {
    const edges = { ...defaultRecipe.edges, channels };
    const { picture } = await findEdges(lookedAt({ grey, rgb }, edges), edges, null);
    return picture.data.filter((value) => value === 255).length;
  };
  expect(await found('grey')).toBe(0);
  expect(await found('colour')).toBe(SIDE);
});
