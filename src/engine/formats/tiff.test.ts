import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawTiff } from '../../../test/drawn-tiff.ts';
import { readTiff } from './tiff.ts';

const grey = { 256: 4, 257: 2, 258: 8, 259: 1, 262: 1, 277: 1, 278: 2 };
const eight = Uint8Array.of(1, 2, 3, 4, 250, 251, 252, 253);
const first = async (bytes: Uint8Array<ArrayBuffer>) =>
  Array.from((await readTiff(bytes)).channels[0]?.samples ?? []);

test('big-endian 16-bit differences are undone on the samples, not on their bytes', async () => {
  const packed = Buffer.alloc(16);
  for (const [i, value] of [1000, 300, 0xffff, 2, 7, 0, 0, 0xfff8].entries())
    packed.writeUInt16BE(value, 2 * i);
  const file = drawTiff({ ...grey, 258: 16, 259: 8, 317: 2 }, [deflateSync(packed)], { isLittle: false });
  expect(await first(file)).toEqual([1000, 1300, 1299, 1301, 7, 7, 7, 65_535]);
});

test.each([
  true,
  false,
])('float differences are most significant byte first, in a file that is little-endian: %s', async (isLittle) => {
  const values = [0.5, -3.25, 1e-20, 7e12];
  const rows = Buffer.alloc(16);
  for (const [i, value] of values.entries()) {
    const bits = Buffer.alloc(4);
    bits.writeFloatBE(value);
    for (let plane = 0; plane < 4; plane++) rows[plane * 4 + i] = bits[plane] ?? 0;
  }
  const differences = rows.map((byte, i) => byte - (i === 0 ? 0 : (rows[i - 1] ?? 0)));
  const file = drawTiff({ ...grey, 257: 1, 258: 32, 259: 8, 317: 3, 339: 3 }, [deflateSync(differences)], {
    isLittle,
  });
  expect(await first(file)).toEqual(values.map(Math.fround));
});

test.each([
  [10, 3],
  [12, 3],
  [14, 3],
  [12, 1],
  [4, 1],
])('%i bits packed without gaps in %i channels', async (bits, samples) => {
  const value = (i: number) => (i * 997 + 5) % 2 ** bits;
  const rows = [0, 1].map((row) => {
    const text = Array.from({ length: 4 * samples }, (_, i) =>
      value(row * 4 * samples + i)
        .toString(2)
        .padStart(bits, '0'),
    ).join('');
    return Array.from({ length: Math.ceil(text.length / 8) }, (_, i) =>
      Number.parseInt(text.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
    );
  });
  const fields = {
    ...grey,
    258: Array<number>(samples).fill(bits),
    262: samples === 3 ? 2 : 1,
    277: samples,
  };
  const planes = await readTiff(drawTiff(fields, [Uint8Array.from(rows.flat())]));
  expect(planes.bitDepth).toBe(bits);
  for (const [c, channel] of planes.channels.entries()) {
    expect(Array.from(channel.samples)).toEqual(Array.from({ length: 8 }, (_, i) => value(i * samples + c)));
  }
});

test('planar tiles that stand out over the edge lose what lies outside', async () => {
  const tile = (first: number) =>
    Uint8Array.from({ length: 256 }, (_, i) => first + (i % 16) + Math.floor(i / 16));
  const fields = { ...grey, 256: 20, 257: 2, 258: [8, 8], 277: 2, 284: 2, 322: 16, 323: 16 };
  const planes = await readTiff(
    drawTiff(fields, [tile(0), tile(16), tile(100), tile(116)], { isTiled: true }),
  );
  const row = Array.from({ length: 20 }, (_, x) => x);
  expect(planes.channels.map(({ samples }) => Array.from(samples))).toEqual([
    [...row, ...row.map((x) => x + 1)],
    [...row.map((x) => x + 100), ...row.map((x) => x + 101)],
  ]);
});

test('an unsigned 8-bit strip and a signed one differ by the sample format alone', async () => {
  expect(await first(drawTiff(grey, [eight]))).toEqual([1, 2, 3, 4, 250, 251, 252, 253]);
  expect(await first(drawTiff({ ...grey, 339: 2 }, [eight]))).toEqual([1, 2, 3, 4, -6, -5, -4, -3]);
});

test("ImageJ's unit and OME-XML's give the size of a pixel, and markup stays text", async () => {
  const ome = (size: string) =>
    `<OME><Image Name="&lt;b&gt;"><Pixels SizeX="4" SizeY="2" ${size}/></Image></OME>`;
  const nanometres = 'PhysicalSizeX="65" PhysicalSizeXUnit="nm" PhysicalSizeY="130" PhysicalSizeYUnit="nm"';
  expect((await readTiff(drawTiff({ ...grey, 270: ome(nanometres) }, [eight]))).pixelSizeUm).toEqual([
    0.065, 0.13,
  ]);
  const imageJ = { ...grey, 270: 'ImageJ=1.53\nunit=micron\n', 282: 4, 283: 2, 296: 1 };
  expect((await readTiff(drawTiff(imageJ, [eight]))).pixelSizeUm).toEqual([0.25, 0.5]);
});

test.each([
  [
    'complex samples',
    drawTiff({ ...grey, 258: 64, 339: 6 }, [eight]),
    /holds complex numbers.*32-bit floats/,
  ],
  [
    'an unknown compression',
    drawTiff({ ...grey, 259: 34_887 }, [eight]),
    /holds LERC compression.*Save it again/,
  ],
  [
    'a strip past the end',
    drawTiff({ ...grey, 257: 9999, 278: 9999, 279: 39_996 }, [eight]),
    /cut short: its picture data go on to byte/,
  ],
  ['a strip too short', drawTiff({ ...grey, 257: 3, 278: 3 }, [eight]), /makes 8 of 12 bytes/],
  [
    'channels of differing depth',
    drawTiff({ ...grey, 277: 3, 258: [5, 6, 5] }, [eight]),
    /differing bit depth/,
  ],
  ['fewer strips than rows need', drawTiff({ ...grey, 257: 9 }, [eight]), /lists 1 of its 5 parts/],
  ['4 billion columns', drawTiff({ ...grey, 256: 4_294_967_295 }, [eight]), /too large: 4,294,967,295 x 2/],
  ['a palette without colours', drawTiff({ ...grey, 262: 3 }, [eight]), /table of colours is missing/],
])('%s is refused in a sentence', async (_, bytes, sentence) => {
  await expect(readTiff(bytes)).rejects.toThrow(sentence);
});

test('ten thousand strips that share one bomb are refused or read in moments', async () => {
  const bomb = deflateSync(Buffer.alloc(20_000_000));
  const places = Array<number>(10_000).fill(8);
  const start = performance.now();
  const shared = { ...grey, 257: 10_000, 259: 8, 278: 1, 273: places };
  await expect(readTiff(drawTiff({ ...shared, 279: places.map(() => bomb.length) }, [bomb]))).rejects.toThrow(
    /on top of each other/,
  );
  const planes = await readTiff(drawTiff({ ...shared, 279: places.map(() => 30) }, [bomb]));
  expect(planes.height).toBe(10_000);
  expect(performance.now() - start).toBeLessThan(10_000);
});
