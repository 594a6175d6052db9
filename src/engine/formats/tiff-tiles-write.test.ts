import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { decode } from '../stages/decode.ts';
import { type TiledPicture, tileWriter } from './tiff-tiles-write.ts';

function drawn(width: number, height: number, channels: 1 | 3): Picture {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * i * 7 + i * 13) >> 5);
  return { width, height, channels, data };
}

const part = ({ width, channels, data }: Picture, x: number, y: number, w: number, h: number): Picture => ({
  width: w,
  height: h,
  channels,
  data: Uint8Array.from({ length: w * h * channels }, (_, i) => {
    const [row, column] = [Math.floor(i / (w * channels)), i % (w * channels)];
    return data[((y + row) * width + x) * channels + column]!; // within the picture
  }),
});

/** Writes the tiles from the last to the first. */
async function written(picture: Picture, how: Partial<TiledPicture> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, channels } = picture;
  const tile = 32;
  const file = new Uint8Array(2 ** 20);
  let end = 0;
  const writer = await tileWriter(
    { width, height, channels: channels as 1 | 3, tile, pixelSizeUm: null, ...how }, // no RGBA is drawn
    {
      write(at, bytes) {
        file.set(bytes, at);
        end = Math.max(end, at + bytes.length);
      },
    },
  );
  const places: [number, number][] = [];
  for (let y = 0; y < height; y += tile) for (let x = 0; x < width; x += tile) places.push([x, y]);
  for (const [x, y] of places.reverse()) {
    await writer.put(part(picture, x, y, Math.min(tile, width - x), Math.min(tile, height - y)), x, y);
  }
  await writer.end();
  return file.slice(0, end);
}

test.each([
  [1, 70, 45],
  [3, 70, 45],
  [3, 32, 32],
  [1, 5, 100],
] as const)('a picture of %i channels and %i x %i comes back pixel by pixel, with its pixel size', async (channels, width, height) => {
  const picture = drawn(width, height, channels);
  const bytes = await written(picture, { pixelSizeUm: [0.325, 0.65], texts: { eosin: '{"a":"<µ&>"}' } });
  const planes = await decode('tiles.ome.tif', bytes);
  expect([planes.width, planes.height, planes.channels.length]).toEqual([width, height, channels]);
  expect(planes.pixelSizeUm).toEqual([0.325, 0.65]);
  for (const [c, { samples }] of planes.channels.entries()) {
    expect([...samples]).toEqual([...picture.data.filter((_, i) => i % channels === c)]);
  }
});

const PYTHON = '/usr/bin/python3';
const hasTifffile = () => {
  try {
    execFileSync(PYTHON, ['-c', 'import tifffile'], { stdio: 'ignore' });
    return existsSync(PYTHON);
  } catch {
    return false;
  }
};

test.runIf(hasTifffile())('tifffile reads the same pixels and takes it for OME-TIFF', async () => {
  const picture = drawn(70, 45, 3);
  const folder = mkdtempSync(join(tmpdir(), 'eosin-tiles-'));
  const file = join(folder, 'tiles.ome.tif');
  writeFileSync(file, await written(picture, { pixelSizeUm: [0.325, 0.65] }));
  const code = `import json, sys, tifffile
f = tifffile.TiffFile(sys.argv[1])
p = f.pages[0]
print(json.dumps([f.is_ome, f.is_bigtiff, p.is_tiled, p.compression.name, list(p.asarray().shape), p.asarray().ravel().tolist()]))`;
  const [isOme, isBig, isTiled, compression, shape, values] = JSON.parse(
    execFileSync(PYTHON, ['-c', code, file], { encoding: 'utf8' }),
  );
  rmSync(folder, { recursive: true });
  expect([isOme, isBig, isTiled, compression, shape]).toEqual([
    true,
    true,
    true,
    'ADOBE_DEFLATE',
    [45, 70, 3],
  ]);
  expect(values).toEqual([...picture.data]);
});

test('a missing tile, one that does not fit and a side that TIFF does not allow are refused', async () => {
  const sink = { write: () => {} };
  const of = { width: 40, height: 20, channels: 1, tile: 32, pixelSizeUm: null } as const;
  const writer = await tileWriter(of, sink);
  await writer.put(drawn(32, 20, 1), 0, 0);
  await expect(writer.end()).rejects.toThrow('1 tiles of 2');
  await expect(writer.put(drawn(9, 20, 1), 32, 0)).rejects.toThrow('does not fit at 32, 0');
  await expect(tileWriter({ ...of, tile: 40 }, sink)).rejects.toThrow('multiple of 16');
});
