import { inflateSync } from 'node:zlib';
import { unzlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { codeLengths, codesOf } from './code-lengths.ts';
import { runsPacker } from './deflate-runs.ts';
import { joinedBytes } from './joined-bytes.ts';

const BLOCK = 2 ** 17;

/** All of it, in blocks. */
function deflateRuns(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const pack = runsPacker();
  const parts: Uint8Array[] = [];
  let from = 0;
  do {
    const to = Math.min(from + BLOCK, data.length);
    parts.push(pack(data.subarray(from, to), to === data.length));
    from = to;
  } while (from < data.length);
  return joinedBytes(parts);
}

const random = randomFrom(18);
const noise = (length: number) => Uint8Array.from({ length }, () => 256 * random());
/** Runs of all lengths about those that a code has room for. */
const runs = (length: number) => {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const end = at + 1 + Math.floor(600 * random() ** 3);
    out.fill(256 * random(), at, end);
    at = end;
  }
  return out;
};
/** Values of which each is twice as rare as the one before: the longest codes there are. */
const rare = (length: number) =>
  Uint8Array.from({ length }, () => Math.min(255, Math.floor(-Math.log2(random() + 1e-12) * 6)));

/** Values that occur as often as Fibonacci's numbers say, in an order without runs: their codes would have 23 bits. */
function fibonacci(): Uint8Array {
  const counts = [1, 2]; // the end of the block occurs once, too
  while (counts.length < 23) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
  const values = counts.flatMap((count, value) => Array.from({ length: count }, () => value));
  return Uint8Array.from(values, (_, i) => values[(i * 48_271) % values.length] ?? 0); // prime to their number
}

describe('what was packed comes back, by zlib and by fflate', () => {
  test.each<readonly [what: string, data: Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a byte', Uint8Array.of(7)],
    ['one value', new Uint8Array(1000)],
    ['a run up to a block and beyond', new Uint8Array(2 ** 17 + 259).fill(9)],
    ...[3, 4, 5, 257, 258, 259, 260, 516, 517].map((n) => [`a run of ${n}`, new Uint8Array(n + 1)] as const),
    ['each value', Uint8Array.from({ length: 256 }, (_, i) => i)],
    ['values whose codes would be too long', fibonacci()],
    ['noise', noise(300_000)],
    ['runs', runs(500_000)],
    ['rare values', rare(400_000)],
  ])('%s', (_what, data) => {
    const packed = deflateRuns(data);
    expect(Buffer.compare(inflateSync(packed), data)).toBe(0);
    expect(Buffer.compare(unzlibSync(packed), data)).toBe(0);
  });
});

test('noise grows by less than a hundredth, a run of zeros falls to a hundredth', () => {
  expect(deflateRuns(noise(2 ** 18)).length).toBeLessThan(1.01 * 2 ** 18);
  expect(deflateRuns(new Uint8Array(2 ** 18)).length).toBeLessThan(2 ** 18 / 100);
});

test('no code is longer than it may be, none begins another, and no place is left', () => {
  // Fibonacci's numbers make the deepest tree.
  const counts = new Uint32Array(40);
  counts.set([1, 1]);
  for (let i = 2; i < 40; i++) counts[i] = (counts[i - 1] ?? 0) + (counts[i - 2] ?? 0);
  for (const most of [7, 15]) {
    const lengths = codeLengths(counts, most);
    expect(Math.max(...lengths)).toBe(most);
    expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
    const codes = codesOf(lengths);
    const words = Array.from(lengths, (length, i) =>
      Array.from({ length }, (_, bit) => ((codes[i] ?? 0) >> bit) & 1).join(''),
    );
    for (const one of words)
      for (const other of words) if (one !== other) expect(other.startsWith(one)).toBe(false);
    for (let i = 1; i < 40; i++) expect(lengths[i]).toBeLessThanOrEqual(lengths[i - 1] ?? 0); // what is frequent is short
  }
  expect([...codeLengths(Uint32Array.of(0, 5, 0), 15)]).toEqual([0, 1, 0]);
});
