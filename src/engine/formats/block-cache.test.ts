import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { inPieces } from './block-cache.ts';
import { type Bytes, bytesOf } from './opened-file.ts';

const all = Uint8Array.from({ length: 3_000_017 }, (_, i) => (i * 2_654_435_761) >>> 24);

/** The bytes, and how often and how many were asked for. */
function counted(): Bytes & { reads: number; bytes: number } {
  const file = bytesOf(all);
  return {
    size: file.size,
    reads: 0,
    bytes: 0,
    read(at, length) {
      this.reads++;
      this.bytes += length;
      return file.read(at, length);
    },
  };
}

test('pieces say the same as the bytes, wherever they are read, also when old ones were dropped', () => {
  const random = randomFrom(3);
  const pieces = inPieces(counted());
  for (let i = 0; i < 5000; i++) {
    const at = Math.floor(random() * (all.length + 2000));
    const length = Math.floor(random() ** 4 * 90_000);
    const isSame = Buffer.compare(pieces.read(at, length), all.subarray(at, at + length)) === 0;
    expect([at, length, isSame]).toEqual([at, length, true]);
  }
});

test('what was read is not read again, and what lies across two pieces is one read', () => {
  const file = counted();
  const pieces = inPieces(file);
  pieces.read(101_000, 2000);
  expect([file.reads, file.bytes]).toEqual([1, 3072]);
  pieces.read(100_352, 3072);
  pieces.read(101_370, 8);
  expect(file.reads).toBe(1);
  pieces.read(200_000, 8);
  expect([file.reads, file.bytes]).toEqual([2, 4096]);
});

test('what lies in a row is read in few and longer reads', () => {
  const file = counted();
  const pieces = inPieces(file);
  for (let at = 0; at < 1_000_000; at += 90) pieces.read(at, 90);
  expect(file.reads).toBeLessThan(25);
  expect(file.bytes).toBeLessThan(1_070_000);
});

test('nothing lies beyond the end, or before the beginning of nothing', () => {
  const pieces = inPieces(bytesOf(Uint8Array.of(1, 2, 3)));
  expect([...pieces.read(2, 8)]).toEqual([3]);
  expect([...pieces.read(3, 1)]).toEqual([]);
  expect([...pieces.read(0, 0)]).toEqual([]);
  expect([...pieces.read(Number.NaN, 4)]).toEqual([]);
});
