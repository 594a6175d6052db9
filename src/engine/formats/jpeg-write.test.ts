import { expect, test } from 'vitest';
import { decode } from '../stages/decode.ts';
import { encodeJpeg } from './jpeg-write.ts';

const width = 96;
const height = 64;
/** Colours that run into each other, with an edge of red and blue in the middle. */
const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
  const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
  if (x > 40 && x < 56) return c === (x < 48 ? 0 : 2) ? 220 : 30;
  return 60 + x + (c === 1 ? y : 0);
});
const colours = { width, height, channels: 3, data } as const;

test('a JPEG is the picture, nearly, and the same bytes each time', async () => {
  const bytes = await encodeJpeg(colours, {});
  const { channels, ...size } = await decode('a.jpg', bytes);
  expect([size.width, size.height, channels.length]).toEqual([width, height, 3]);
  const apart = channels.map(({ samples }, c) =>
    Array.from(samples, (value, i) => Math.abs(value - (data[3 * i + c] ?? 0))),
  );
  for (const one of apart) {
    expect(Math.max(...one)).toBeLessThan(24); // at the edge of red and blue, which colours at half size would miss by 100
    expect(one.reduce((sum, value) => sum + value, 0) / one.length).toBeLessThan(1.5);
  }
  expect(await encodeJpeg(colours, {})).toEqual(bytes);
});

test('a grey picture stays one channel, and dots an inch are said', async () => {
  const grey = { width, height, channels: 1, data: data.filter((_, i) => i % 3 === 0) } as const;
  const bytes = await encodeJpeg(grey, {}, 300);
  expect((await decode('a.jpg', bytes)).channels).toHaveLength(1);
  expect(new TextDecoder('latin1').decode(bytes.subarray(6, 10))).toBe('JFIF');
  expect([...bytes.subarray(13, 18)]).toEqual([1, 1, 44, 1, 44]); // inches, 300 across and down
});

test('a side that the format cannot say is refused with the cure', async () => {
  const wide = { width: 65_501, height: 1, channels: 1, data: new Uint8Array(65_501) } as const;
  await expect(encodeJpeg(wide, {})).rejects.toThrow(
    'a JPEG has at most 65500 pixels a side, not 65501 × 1: save a PNG',
  );
});
