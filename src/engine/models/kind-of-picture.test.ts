import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Picture, planesOf } from '../picture.ts';
import { drawScene } from '../samples/draw.ts';
import { decode } from '../stages/decode.ts';
import { kindOfPlanes } from '../stages/kind.ts';

test('drawn scenes of seeds that training never saw are taken for what they are', () => {
  for (let seed = 5001; seed < 5004; seed++) {
    expect(kindOfPlanes(drawScene('nuclei', seed))).toBe('fluorescence');
    expect(kindOfPlanes(drawScene('smear', seed))).toBe('smear');
    expect(kindOfPlanes(drawScene('dish', seed))).toBe('dish');
  }
});

test.each([0, 90, 255])('a field of level %i with nothing in it is flat', (level) => {
  const data = new Uint8Array(200 * 150 * 3).fill(level);
  const picture: Picture = { width: 200, height: 150, channels: 3, data };
  expect(kindOfPlanes(planesOf(picture))).toBe('flat');
});

const cells = new URL('../../../../shared/data/single-cells/', import.meta.url);
test.skipIf(!existsSync(cells) && !process.env.CI)(
  '19 in 20 tiles that training never saw are known',
  async () => {
    const rows = readFileSync(new URL('index.csv', cells), 'utf8').trim().split('\n').slice(1);
    const held = rows.map((row) => row.split(',')).filter(([, , , split]) => split !== 'train');
    for (const wanted of ['fluorescence', 'tissue']) {
      const files = held.filter(([, , kind]) => kind === wanted).map(([file]) => file!);
      let right = 0;
      for (const file of files) {
        const planes = await decode(file, new Uint8Array(readFileSync(new URL(file, cells))));
        right += Number(kindOfPlanes(planes) === wanted);
      }
      expect(files.length).toBeGreaterThan(10);
      expect(right / files.length).toBeGreaterThanOrEqual(0.95);
    }
  },
);
