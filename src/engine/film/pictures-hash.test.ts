import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { hashEncoder } from './pictures-hash.ts';

/** 3 x 2 pixels, of which a video has the left four. */
const picture = (first: number): Picture => ({
  width: 3,
  height: 2,
  channels: 3,
  data: Uint8Array.from({ length: 18 }, (_, i) => first + i),
});
const rgba = (first: number) =>
  [0, 3, 9, 12].flatMap((at) => [first + at, first + at + 1, first + at + 2, 255]);

test('the hash is that of the size, the frames and the pixels of each picture, an odd column left out', async () => {
  let told = '';
  const plan = { width: 3, height: 2, framesPerSecond: 12, title: '', comment: '', xmp: '' };
  const encoder = await hashEncoder(plan, (pictures) => {
    told = pictures;
  });
  await encoder.add(picture(10), 12);
  await encoder.add(picture(50), 1);
  await encoder.finish();
  const expected = createHash('sha256')
    .update('2 2 12\n')
    .update(Uint8Array.from(rgba(10)))
    .update('2 2 1\n')
    .update(Uint8Array.from(rgba(50)));
  expect(told).toBe(`sha256:${expected.digest('hex')}`);
});
