import { expect, test } from 'vitest';
import { lastRows, type Row, rowsIn } from '../../engine/batch/manifest.ts';
import { endWords, failedRow, finishedRow, manifestOf, progressWords, waitingRow } from './rows.ts';

const line = (source: string): Row => ({
  source,
  sourceSha256: 'ab',
  recipeSha256: 'cd',
  models: '',
  result: source,
  resultSha256: 'ef',
  cells: '41',
  seconds: '1.234',
  state: 'finished',
  error: '',
});
const rows = [
  finishedRow(line('b.tif'), 0.25),
  failedRow('a.tif', 'a.tif is no picture.'),
  waitingRow('c.tif'),
  { ...waitingRow('d.tif'), state: 'working' as const },
];

test('a row shows what its line of the manifest says', () => {
  expect(rows[0]).toMatchObject({ cells: 41, seconds: 1.234, invented: 0.25, state: 'finished' });
  expect(finishedRow({ ...line('b.tif'), cells: '' }, null).cells).toBe(null);
});

test('how far it is, with the time that is left for what waits and works', () => {
  expect(progressWords(rows, null)).toBe('2 of 4, 1 failed');
  expect(progressWords(rows, 6)).toBe('2 of 4, 1 failed, about 10 s left');
  expect(progressWords(rows, 600)).toBe('2 of 4, 1 failed, about 20 min left');
  expect(progressWords(rows, 36_000)).toBe('2 of 4, 1 failed, about 20 h left');
  expect(progressWords(rows.slice(0, 2), 6)).toBe('2 of 2, 1 failed');
  expect(endWords(rows.slice(0, 3), 'plate')).toBe(
    '1 of 3 pictures are finished, 1 failed, 1 not begun. manifest.csv in plate lists them.',
  );
});

test('the manifest has a row for each picture by name, bad ones with their sentence, and those of an earlier batch', () => {
  const found = rowsIn(manifestOf(rows, [line('z/0.tif')])).rows;
  expect(found.map(({ source, state }) => [source, state])).toEqual([
    ['a.tif', 'failed'],
    ['b.tif', 'finished'],
    ['c.tif', 'waiting'],
    ['d.tif', 'waiting'],
    ['z/0.tif', 'finished'],
  ]);
  expect(lastRows(found).get('b.tif')).toEqual(line('b.tif'));
  expect(lastRows(found).get('a.tif')?.error).toBe('a.tif is no picture.');
});
