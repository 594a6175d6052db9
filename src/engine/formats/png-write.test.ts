import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { readPng } from './png.ts';
import { encodePng, pngRowWriter, readTexts } from './png-write.ts';

function noisy(width: number, height: number, channels: Picture['channels']): Picture {
  const random = randomFrom(width * channels);
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i + random() * 20) % 256);
  return { width, height, channels, data };
}

describe.each([1, 3, 4] as const)('a picture of %i channels', (channels) => {
  test.each([
    [1, 1],
    [7, 5],
    [200, 1],
    [1, 200],
    [133, 90],
  ])('of %i x %i pixels is read back by another reader and by ours', async (width, height) => {
    const picture = noisy(width, height, channels);
    const png = await encodePng(picture, { Software: 'Eosin' });
    const theirs = decode(png, { checkCrc: true });
    expect([theirs.width, theirs.height, theirs.channels, theirs.depth]).toEqual([
      width,
      height,
      channels,
      8,
    ]);
    expect(Array.from(theirs.data)).toEqual(Array.from(picture.data));
    const ours = await readPng(png);
    for (const [c, { samples }] of ours.channels.entries()) {
      expect(Array.from(samples)).toEqual(Array.from(picture.data).filter((_, i) => i % channels === c));
    }
  });
});

test('texts come back, in any language, and the picture with them', async () => {
  const texts = { eosin: '{"sigma":1.4,"µ":"0.5 µm – 细胞 🔬"}', 'Creation Time': '', a: 'line\nline' };
  expect(readTexts(await encodePng(noisy(3, 2, 3), texts))).toEqual(texts);
});

test('a picture without texts carries none', async () => {
  expect(readTexts(await encodePng(noisy(3, 2, 1)))).toEqual({});
});

test.each(['', ' led by a space', 'x'.repeat(80), 'µ\n'])('the keyword "%s" is refused', async (keyword) => {
  await expect(encodePng(noisy(1, 1, 1), { [keyword]: 'x' })).rejects.toThrow(/keyword/);
});

test('rows that come a few at a time make the picture that they are of', async () => {
  const [width, height] = [37, 50];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i) >> 4);
  const parts: Uint8Array[] = [];
  const writer = await pngRowWriter({ width, height, channels: 3 }, { eosin: 'so' }, (bytes) => {
    parts.push(bytes);
  });
  for (let top = 0; top < height; top += 16) {
    const rows = Math.min(16, height - top);
    const some = data.slice(top * width * 3, (top + rows) * width * 3);
    await writer.put({ width, height: rows, channels: 3, data: some });
  }
  await writer.end();
  const png = new Uint8Array(Buffer.concat(parts));
  expect(Array.from(decode(png).data)).toEqual(Array.from(data));
  expect(readTexts(png)).toEqual({ eosin: 'so' });
});
