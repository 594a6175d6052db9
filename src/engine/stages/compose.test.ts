import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { composeGrid, composeSheet, withFoot } from './compose.ts';

const plain = (value: number): Picture => ({
  width: 64,
  height: 32,
  channels: 1,
  data: new Uint8Array(64 * 32).fill(value),
});

test('a grid holds each picture whole at its row and column, and its words in ink', () => {
  const grid = composeGrid(
    ['one', 'two'],
    [
      { label: 'up', pictures: [plain(1), plain(2)] },
      { label: 'down', pictures: [plain(3), plain(4)] },
    ],
  );
  const shares = [1, 2, 3, 4].map((value) => grid.data.filter((byte) => byte === value).length);
  expect(shares).toEqual(Array.from({ length: 4 }, () => 3 * 64 * 32));
  const at = (value: number) => {
    const pixel = Math.floor(grid.data.indexOf(value) / 3);
    return [pixel % grid.width, Math.floor(pixel / grid.width)] as const;
  };
  const [[x1, y1], [x2, y2], [x3, y3]] = [at(1), at(2), at(3)];
  expect([y1 === y2, x1 === x3, x2 - x1 > 64, y3 - y1 > 32]).toEqual([true, true, true, true]);
  const inkAt = (wanted: (x: number, y: number) => boolean) =>
    grid.data.some((byte, i) => {
      const pixel = Math.floor(i / 3);
      return byte === 24 && wanted(pixel % grid.width, Math.floor(pixel / grid.width));
    });
  expect(inkAt((x, y) => y < y1 && x >= x2)).toBe(true);
  expect(inkAt((x, y) => x < x1 && y >= y3)).toBe(true);
});

test('words below a sheet go on in further lines, all within its width', () => {
  const sheet = composeGrid(['one'], [{ label: 'up', pictures: [plain(1)] }]);
  const [short, long] = [withFoot(sheet, 'dreamed'), withFoot(sheet, 'dreamed with a network, not measured')];
  expect(short.data.subarray(0, sheet.data.length)).toEqual(sheet.data);
  expect([short.width, long.width]).toEqual([sheet.width, sheet.width]);
  expect(long.height).toBeGreaterThan(short.height);
  const ink = ({ data }: Picture) => data.filter((byte) => byte === 96).length;
  expect(ink(long)).toBeGreaterThan(ink(short));
  const column = (x: number) =>
    Array.from({ length: long.height }, (_, y) => long.data[(y * long.width + x) * 3]);
  expect(column(long.width - 1).every((byte) => byte === 246)).toBe(true);
});

test('a scale bar stands below its picture, as long as its label says', () => {
  const pane = {
    label: 'Input',
    picture: { ...plain(100), width: 256, height: 8, data: new Uint8Array(2048).fill(100) },
  };
  const [without, bar] = [composeSheet([pane]), composeSheet([{ ...pane, pixelUm: 0.5 }])];
  expect(bar.height).toBeGreaterThan(without.height);
  expect(bar.data.filter((byte) => byte === 100).length).toBe(256 * 8 * 3); // no pixel is lost
  const lengths = Array.from({ length: bar.height }, (_, y) => {
    const row = Array.from({ length: bar.width }, (_, x) => bar.data[(y * bar.width + x) * 3] === 24);
    return row.slice(0, 12 + 42).lastIndexOf(true) - row.indexOf(true) + 1;
  });
  expect(Math.max(...lengths.slice(without.height - 12))).toBe(40); // 20 µm, the roundest up to a quarter of the picture
});
