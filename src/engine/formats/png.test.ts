import { deflateSync, inflateSync, crc32 as zlibCrc } from 'node:zlib';
import { expect, test } from 'vitest';
import { readPng } from './png.ts';
import { crc32 } from './png-chunks.ts';

const size = 11; // no multiple of 8, so that every pass of Adam7 is cut

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(zlibCrc(body));
  return Buffer.concat([length, body, crc]);
}

/** Adam7 by its picture (PNG 3rd edition, figure 8): pass numbers of one 8 x 8 tile. */
const adam7 = [
  '16462646',
  '77777777',
  '56565656',
  '77777777',
  '36463646',
  '77777777',
  '56565656',
  '77777777',
];

const formula = (x: number, y: number, c: number, depth: number) =>
  (x * 2571 + y * 9973 + c * 30_011) % 2 ** depth;

/** A PNG whose rows go through all five filters in turn, written straight from the text of the standard. */
function drawPng(colour: number, depth: number, isInterlaced: boolean, extra: readonly Buffer[] = []) {
  const samples = [1, 0, 3, 1, 2, 0, 4][colour] ?? 0;
  const step = Math.max(1, (samples * depth) / 8);
  const packed: number[] = [];
  for (let pass = 1; pass <= (isInterlaced ? 7 : 1); pass++) {
    let above: number[] = [];
    for (let y = 0, row = 0; y < size; y++) {
      const xs = Array.from({ length: size }, (_, x) => x).filter(
        (x) => !isInterlaced || adam7[y % 8]?.[x % 8] === String(pass),
      );
      if (xs.length === 0) continue;
      const values = xs.flatMap((x) => Array.from({ length: samples }, (_, c) => formula(x, y, c, depth)));
      const bits = values.map((value) => value.toString(2).padStart(depth, '0')).join('');
      const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
        Number.parseInt(bits.slice(i * 8, i * 8 + 8).padEnd(8, '0'), 2),
      );
      const filter = row++ % 5;
      const filtered = bytes.map((byte, i) => {
        const [a, b, c] = [bytes[i - step] ?? 0, above[i] ?? 0, i < step ? 0 : (above[i - step] ?? 0)];
        const p = a + b - c;
        const near = [a, b, c].reduce((best, value) =>
          Math.abs(p - value) < Math.abs(p - best) ? value : best,
        );
        return (byte - ([0, a, b, Math.floor((a + b) / 2), near][filter] ?? 0)) & 255;
      });
      packed.push(filter, ...filtered);
      above = bytes;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([depth, colour, 0, 0, isInterlaced ? 1 : 0], 8);
  const palette = colour === 3 ? [chunk('PLTE', Buffer.alloc(3 * 2 ** depth, 9))] : [];
  const data = deflateSync(Buffer.from(packed));
  const file = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...extra,
    ...palette,
    chunk('IDAT', data.subarray(0, 20)),
    chunk('IDAT', data.subarray(20)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { samples, bytes: new Uint8Array(file) };
}

const kinds = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
] as const;

test.each(
  kinds.flatMap(([colour, depths]) =>
    depths.flatMap((depth) => [[colour, depth, false] as const, [colour, depth, true] as const]),
  ),
)('colour type %i with %i bits, interlaced: %s, gives back every sample', async (colour, depth, isInterlaced) => {
  const { samples, bytes } = drawPng(colour, depth, isInterlaced);
  const planes = await readPng(bytes);
  expect(planes.bitDepth).toBe(depth);
  expect(planes.channels.map((channel) => Array.from(channel.samples))).toEqual(
    Array.from({ length: samples }, (_, c) =>
      Array.from({ length: size * size }, (_, i) => formula(i % size, Math.floor(i / size), c, depth)),
    ),
  );
});

test('pHYs in pixels a metre is a pixel size, alpha is named, and a text bomb is left packed', async () => {
  const phys = Buffer.alloc(9);
  phys.writeUInt32BE(2_000_000, 0);
  phys.writeUInt32BE(1_000_000, 4);
  phys[8] = 1;
  const packed = deflateSync(Buffer.alloc(150_000_000));
  const bomb = Buffer.concat([Buffer.from('Comment\0\0'), packed]);
  const { bytes } = drawPng(6, 8, false, [chunk('pHYs', phys), chunk('zTXt', bomb)]);
  const start = performance.now();
  const planes = await readPng(bytes);
  const read = performance.now();
  inflateSync(packed);
  expect(read - start).toBeLessThan((performance.now() - read) / 2);
  expect(planes.pixelSizeUm).toEqual([0.5, 1]);
  expect(planes.channels.map(({ name }) => name)).toEqual([undefined, undefined, undefined, 'alpha']);
});

test('a spoilt extra chunk is left out, a spoilt one that counts is refused', async () => {
  const phys = chunk('pHYs', Buffer.from([0, 0x1e, 0x84, 0x80, 0, 0x1e, 0x84, 0x80, 1]));
  phys.writeUInt8(1, 8);
  const { bytes } = drawPng(0, 8, false, [phys]);
  expect((await readPng(bytes)).pixelSizeUm).toBeNull();
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  await expect(readPng(bytes)).rejects.toThrow(/damaged: the checksum of its chunk IDAT/);
});

test('crc32 is that of zlib', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * 31);
  expect(crc32(bytes)).toBe(zlibCrc(bytes));
});
