import { expect, test } from 'vitest';
import type { Labels } from '../picture.ts';
import type { CellStroke } from '../recipe.ts';
import { mended } from './mended.ts';

/** A label map as a drawing of digits; a dot is background. */
function drawn(picture: string): Labels {
  const rows = picture
    .trim()
    .split('\n')
    .map((row) => row.trim());
  const data = Uint32Array.from(rows.join(''), (sign) => (sign === '.' ? 0 : Number(sign)));
  return { width: rows[0]!.length, height: rows.length, count: Math.max(...data), data };
}

const shown = ({ data, width }: Labels) =>
  Array.from({ length: data.length / width }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((label) => label || '.').join(''),
  );

/** A stroke through the middles of pixels of a map of 8 x 4. */
const stroke = (tool: CellStroke['tool'], size: number, ...places: [x: number, y: number][]): CellStroke => ({
  tool,
  size,
  points: places.flatMap(([x, y]) => [(x + 0.5) / 8, (y + 0.5) / 4]),
});

const one = drawn(`
  ........
  .111111.
  .111111.
  ........`);

test('a cut makes two cells of one, and no pixel is lost', () => {
  expect(shown(mended(one, [stroke('cut', 1, [3, 0], [3, 3])]))).toEqual([
    '........',
    '.111222.',
    '.111222.',
    '........',
  ]);
});

test('a cut that ends inside a cell changes nothing', () => {
  expect(shown(mended(one, [stroke('cut', 1, [3, 0], [3, 1])]))).toEqual(shown(one));
});

test('a join makes one cell of those that it touches, and of one cell nothing else', () => {
  const two = mended(one, [stroke('cut', 1, [3, 0], [3, 3])]);
  expect(shown(mended(two, [stroke('join', 1, [2, 1], [6, 1])]))).toEqual(shown(one));
  expect(mended(two, [stroke('join', 1, [1, 1], [2, 1])])).toBe(two);
});

test('what the eraser parts are cells of their own', () => {
  const left = mended(one, [stroke('erase', 1, [3, 0], [3, 3])]);
  expect(shown(left)).toEqual(['........', '.11.222.', '.11.222.', '........']);
  expect(left.count).toBe(2);
});

test('drawing from a cell adds to it, drawing on the ground makes a new one', () => {
  expect(shown(mended(one, [stroke('draw', 1, [1, 1], [1, 0], [0, 0])]))[0]).toBe('11......');
  const added = mended(one, [stroke('draw', 1, [0, 0], [2, 0])]);
  expect([shown(added)[0], added.count]).toEqual(['111.....', 2]);
});

test('strokes go in their order', () => {
  const cut = stroke('cut', 1, [3, 0], [3, 3]);
  const join = stroke('join', 1, [1, 1], [6, 1]);
  expect(mended(one, [cut, join]).count).toBe(1);
  expect(mended(one, [join, cut]).count).toBe(2);
});

test('a cut along a border takes no sliver off, and one further in does part the cell', () => {
  const [width, height] = [42, 12];
  const data = Uint32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Number(x > 0 && x < width - 1 && y > 0 && y < height - 1); // 40 x 10
  });
  const cutAt = (x: number): CellStroke => ({
    tool: 'cut',
    size: 1,
    points: [0, height - 1].flatMap((y) => [(x + 0.5) / width, (y + 0.5) / height]),
  });
  const wide = { width, height, count: 1, data };
  expect(mended(wide, [cutAt(39)])).toEqual(wide); // a column of 40 is left of it
  expect(mended(wide, [cutAt(34)]).count).toBe(2);
});
