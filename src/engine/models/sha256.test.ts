import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { randomFrom } from '../random.ts';
import { sha256, sha256Of } from './sha256.ts';

afterEach(() => vi.unstubAllGlobals());

const random = randomFrom(7);
const contents = [0, 1, 55, 56, 64, 100_003].map((n) => Uint8Array.from({ length: n }, () => random() * 256));

/** By Node's own OpenSSL. */
const expected = contents.map((bytes) => createHash('sha256').update(bytes).digest('hex'));

test.each([
  ['as a browser has it', false],
  ['over plain HTTP, where there is no crypto.subtle', true],
])('the hash is that of OpenSSL, %s', async (_, isPlain) => {
  if (isPlain) vi.stubGlobal('crypto', {});
  expect(await Promise.all(contents.map((bytes) => sha256(bytes)))).toEqual(expected);
  expect(await sha256('µm')).toBe(createHash('sha256').update('µm', 'utf8').digest('hex'));
});

test('a large file is hashed in pieces, of which none is long', async () => {
  const all = new Uint8Array(2 ** 26 + 12_345).map((_, i) => i * 31);
  let longest = 0;
  const read = (at: number, length: number) => {
    longest = Math.max(longest, length);
    return all.subarray(at, at + length);
  };
  const whole = createHash('sha256').update(all).digest('hex');
  expect(await sha256Of({ size: all.length, read })).toBe(whole);
  expect(longest).toBe(2 ** 22);
});
