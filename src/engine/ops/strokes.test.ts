import { expect, test } from 'vitest';
import { mask } from '../../../test/drawn.ts';
import { randomFrom } from '../random.ts';
import { drawStrokes } from './strokes.ts';

const empty = mask(`
  .....
  .....
  .....
  .....
  .....`);

/** The centre of a pixel of `empty`, as shares. */
const centre = (x: number, y: number) => [(x + 0.5) / 5, (y + 0.5) / 5] as const;

test('a pen of size 1 draws a line one pixel wide whose pixels touch', () => {
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

test('the corner where both shares are 1 belongs to the last pixel', () => {
  const { data } = drawStrokes(empty, [{ tool: 'pen', size: 1, points: [1, 1] }]);
  expect(data.indexOf(255)).toBe(24);
});

test.each([
  [2, '.....  ..#..  .###.  ..#..  .....'],
  [3, '.....  .###.  .###.  .###.  .....'],
  [4, '..#..  .###.  #####  .###.  ..#..'],
  [5, '.###.  #####  #####  #####  .###.'],
])('a point of size %i in the middle of a pixel covers what lies within half the size', (size, rows) => {
  const drawn = drawStrokes(empty, [{ tool: 'pen', size, points: [...centre(2, 2)] }]);
  expect(drawn).toEqual(mask(rows.replaceAll('  ', '\n')));
});

test('a point of size 2 on the corner of four pixels covers the four', () => {
  const drawn = drawStrokes(empty, [{ tool: 'pen', size: 2, points: [0.4, 0.4] }]);
  expect(drawn).toEqual(
    mask(`
      .....
      .##..
      .##..
      .....
      .....`),
  );
});

test('a swept disc covers all between its ends and is cut at the border', () => {
  const drawn = drawStrokes(empty, [{ tool: 'pen', size: 3, points: [0, 0.5, ...centre(2, 2)] }]);
  expect(drawn).toEqual(
    mask(`
      .....
      ####.
      ####.
      ####.
      .....`),
  );
});

test('a stroke is the same whichever way it was drawn, and however many points lie on its line', () => {
  const random = randomFrom(5);
  const page = { ...empty, width: 60, height: 40, data: new Uint8Array(2400) };
  for (let n = 0; n < 50; n++) {
    const [x0, y0, x1, y1] = [random(), random(), random(), random()];
    const size = 2 + Math.floor(random() * 12);
    const forth = drawStrokes(page, [{ tool: 'pen', size, points: [x0, y0, x1, y1] }]);
    expect(drawStrokes(page, [{ tool: 'pen', size, points: [x1, y1, x0, y0] }])).toEqual(forth);
    expect(drawStrokes(page, [{ tool: 'pen', size, points: [x0, y0, x1, y1, x1, y1] }])).toEqual(forth);
  }
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
