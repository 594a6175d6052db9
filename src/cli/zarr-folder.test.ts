import { expect, test } from 'vitest';
import { bytesOf } from '../engine/formats/opened-file.ts';
import { joinedBytes } from './zarr-folder.ts';

test('bytes of several files are read across their borders', () => {
  const parts = [[1, 2, 3], [], [4], [5, 6, 7, 8]].map((all) => bytesOf(Uint8Array.from(all)));
  const joined = joinedBytes(parts);
  const all = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(joined.size).toBe(8);
  for (let at = 0; at <= 9; at++) {
    for (let length = 0; length <= 9; length++) {
      expect(Array.from(joined.read(at, length))).toEqual(all.slice(at, at + length));
    }
  }
});
