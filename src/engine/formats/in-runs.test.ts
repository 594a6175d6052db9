import { expect, test } from 'vitest';
import { inRuns } from './in-runs.ts';
import { bytesOf } from './opened-file.ts';

const all = Uint8Array.from({ length: 20_000_000 }, (_, i) => i % 251);

function read(ranges: readonly { at: number; length: number }[]) {
  const reads: (readonly [at: number, length: number])[] = [];
  const file = bytesOf(all);
  const noted = {
    size: file.size,
    read(at: number, length: number) {
      reads.push([at, length]);
      return file.read(at, length);
    },
  };
  return { parts: [...inRuns(noted, ranges)], reads };
}

test('parts that lie close together come from one read, in the order that was asked for', () => {
  const ranges = [
    { at: 100, length: 50 },
    { at: 150, length: 10 },
    { at: 1000, length: 5 },
    { at: 130, length: 20 }, // again
    { at: 5_000_000, length: 7 },
    { at: 40, length: 3 },
  ];
  const { parts, reads } = read(ranges);
  expect(parts).toEqual(ranges.map(({ at, length }) => all.slice(at, at + length)));
  expect(reads).toEqual([
    [100, 905],
    [5_000_000, 7],
    [40, 3],
  ]);
});

test('a read is no longer than some megabytes, but for one long part', () => {
  const strips = Array.from({ length: 40 }, (_, i) => ({ at: 500_000 * i, length: 500_000 }));
  const { parts, reads } = read(strips);
  expect(parts.map((part) => part[0])).toEqual(strips.map(({ at }) => at % 251));
  expect(reads).toHaveLength(3);
  expect(read([{ at: 0, length: 19_000_000 }]).reads).toEqual([[0, 19_000_000]]);
});

test('a part beyond the end comes short', () => {
  const { parts } = read([
    { at: all.length - 2, length: 5 },
    { at: all.length + 3, length: 5 },
  ]);
  expect(parts.map(({ length }) => length)).toEqual([2, 0]);
});
