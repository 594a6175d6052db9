import { expect, test } from 'vitest';
import { mask } from '../../../test/drawn.ts';
import { drawStrokes } from './strokes.ts';

const empty = mask(`
  .....
  .....
  .....
  .....
  .....`);

test('a pen of size 1 draws a line whose pixels touch', () => {
  const drawn = drawStrokes(empty, [{ tool: 'pen', size: 1, points: [0, 0, 0.9, 0.5] }]);
  expect(drawn).toEqual(
    mask(`
      #....
      .##..
      ...##
      .....
      .....`),
  );
});

test('a single point leaves a disc of the diameter asked for', () => {
  const drawn = drawStrokes(empty, [{ tool: 'pen', size: 3, points: [0.5, 0.5] }]);
  expect(drawn).toEqual(
    mask(`
      .....
      .###.
      .###.
      .###.
      .....`),
  );
});

test('an eraser takes away what was drawn before it and not what comes after', () => {
  const row = { size: 1, points: [0, 0.5, 1, 0.5] };
  const rub = { tool: 'eraser' as const, size: 1, points: [0.5, 0, 0.5, 1] };
  const again = { tool: 'pen' as const, size: 1, points: [0.5, 0.9] };
  const drawn = drawStrokes(empty, [{ tool: 'pen', ...row }, rub, again]);
  expect(drawn).toEqual(
    mask(`
      .....
      .....
      ##.##
      .....
      ..#..`),
  );
});

test('the edges that were found stay as they are', () => {
  const found = mask('#.#');
  drawStrokes(found, [{ tool: 'eraser', size: 4, points: [0.5, 0.5] }]);
  expect(found).toEqual(mask('#.#'));
});
