import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { inflate } from './inflate.ts';

/** Bytes that compress well here, badly there. */
function mixed(length: number, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const run = 1 + Math.floor(random() * 400);
    const kind = random();
    for (let i = 0; i < run && at < length; i++, at++) {
      bytes[at] = kind < 0.3 ? 7 : kind < 0.6 ? (bytes[at - 300] ?? 1) : Math.floor(random() ** 3 * 256);
    }
  }
  return bytes;
}

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

test.each(
  [0, 1, 6, 9].flatMap((level) => strategies.map((strategy) => [level, strategy] as const)),
)('what zlib packs at level %i with strategy %i comes back, in one part or many', (level, strategy) => {
  for (const length of [1, 100, 70_000, 300_000]) {
    const bytes = mixed(length, length + level);
    const packed = new Uint8Array(deflateSync(bytes, { level, strategy }));
    expect(Buffer.compare(inflate([packed], length), bytes)).toBe(0);
    const parts = Array.from({ length: Math.ceil(packed.length / 97) }, (_, i) =>
      packed.subarray(i * 97, i * 97 + 97),
    );
    expect(Buffer.compare(inflate(parts, length), bytes)).toBe(0);
  }
});

test('a stream that unpacks to more stops at the size asked for', () => {
  const bomb = new Uint8Array(deflateSync(Buffer.alloc(50_000_000, 3)));
  const start = performance.now();
  for (let i = 0; i < 1000; i++) expect(inflate([bomb], 16)).toEqual(new Uint8Array(16).fill(3));
  expect(performance.now() - start).toBeLessThan(15_000); // 50 GB, were they unpacked: a minute or more
}, 30_000);

test('a stream that ends early or holds less is refused with the two sizes', () => {
  const packed = new Uint8Array(deflateSync(mixed(5000, 1)));
  expect(() => inflate([packed.subarray(0, 900)], 5000)).toThrow(
    /cut short: its compressed data hold [\d,]+ of 5,000 bytes/,
  );
  expect(() => inflate([packed], 5001)).toThrow(/hold 5,000 of 5,001 bytes/);
  expect(() => inflate([], 1)).toThrow(/hold 0 of 1 bytes/);
});

test('data that are no zlib stream are refused', () => {
  expect(() => inflate([new Uint8Array(deflateRawSync(mixed(500, 2)))], 500)).toThrow(/make no sense/);
  const random = randomFrom(3);
  for (let i = 0; i < 500; i++) {
    const noise = Uint8Array.from({ length: 200 }, () => random() * 256);
    noise.set([0x78, 0x9c]);
    expect(() => inflate([noise], 10_000)).toThrow(/make no sense|cut short/);
  }
});
