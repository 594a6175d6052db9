import { expect, test } from 'vitest';
import { readLut } from './lut.ts';

/** Red rises, green falls, blue is 7. */
const binary = Uint8Array.from({ length: 768 }, (_, i) => (i < 256 ? i : i < 512 ? 511 - i : 7));
const colours = Uint8Array.from({ length: 768 }, (_, i) => {
  const step = Math.floor(i / 3);
  return [step, 255 - step, 7][i % 3] ?? 0;
});
const bytesOf = (text: string) => new TextEncoder().encode(text);
const rows = Array.from({ length: 256 }, (_, i) => [i, i, 255 - i, 7]);

test('768 bytes are all reds, all greens, all blues, also behind a header', () => {
  expect(readLut(binary)).toEqual(colours);
  expect(readLut(Uint8Array.of(...bytesOf('ICOL'), ...new Uint8Array(28), ...binary))).toEqual(colours);
});

test('text may have numbers before the colours and a headline', () => {
  const numbered = rows.map((row) => row.join('\t')).join('\n');
  expect(readLut(bytesOf(`Index\tRed\tGreen\tBlue\r\n${numbered}\n`))).toEqual(colours);
  expect(readLut(bytesOf(rows.map((row) => row.slice(1).join(' ')).join('\n')))).toEqual(colours);
});

test('anything else is refused in a sentence', () => {
  const short = rows
    .slice(1)
    .map((row) => row.join(' '))
    .join('\n');
  for (const bytes of [
    new Uint8Array(767),
    bytesOf(short),
    bytesOf(short.replace('9', 'x')),
    new Uint8Array(0),
  ]) {
    expect(() => readLut(bytes)).toThrow('is no lookup table of 256 colours');
  }
});
