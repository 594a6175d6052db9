import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { StudioError } from '../errors.ts';
import { encodePng } from '../formats/png-write.ts';
import { decode } from './decode.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/formats/${name}`, import.meta.url)));

/** The formulas of test/fixtures/make_fixtures.py. */
const exact = (x: number, y: number, c: number) => (7 * x + 13 * y + 50 * c) % 256;
const sixteen = (x: number, y: number) => (2570 * x + 911 * y) % 65_536;
const smooth = (x: number, y: number, c: number) => 5 * x + 3 * y + 20 * c;
const drawn = (formula: typeof exact, c: number) =>
  Array.from({ length: 24 * 16 }, (_, i) => formula(i % 24, Math.floor(i / 24), c));

async function sentence(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const error = await decode(name, bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StudioError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toBe('file');
  return error.message;
}

test.each([
  ['sixteen.tif', sixteen, 1, 16],
  ['sixteen-lzw2.tif', sixteen, 1, 16],
  ['sixteen-deflate.tif', sixteen, 1, 16],
  ['sixteen-zstd.tif', sixteen, 1, 16],
  ['sixteen.png', sixteen, 1, 16],
  ['rgb-lzw.tif', exact, 3, 8],
  ['rgb-packbits.tif', exact, 3, 8],
  ['rgb-deflate2.tif', exact, 3, 8],
  ['rgb.png', exact, 3, 8],
  ['rgb.bmp', exact, 3, 8],
  ['rgb.webp', exact, 3, 8],
  ['indexed.gif', exact, 1, 8],
] as const)('%s gives back every sample', async (name, formula, channels, bits) => {
  const planes = await decode(name, fixture(name));
  expect([planes.width, planes.height, planes.bitDepth, planes.sampleFormat]).toEqual([24, 16, bits, 'uint']);
  expect(planes.channels.map(({ samples }) => Array.from(samples))).toEqual(
    Array.from({ length: channels }, (_, c) => drawn(formula, c)),
  );
});

test.each([
  ['smooth.jpg', 3],
  ['smooth-grey.jpg', 1],
  ['smooth-progressive.jpg', 3],
  ['smooth-turned.jpg', 3],
  ['smooth-jpeg.tif', 3],
  ['smooth.webp', 3],
] as const)("%s gives samples within a lossy codec's few levels", async (name, channels) => {
  const planes = await decode(name, fixture(name));
  expect([planes.width, planes.height, planes.channels.length]).toEqual([24, 16, channels]);
  for (const [c, { samples }] of planes.channels.entries()) {
    const wanted = drawn(smooth, c);
    const mean =
      Array.from<number>(samples).reduce((sum, value, i) => sum + Math.abs(value - (wanted[i] ?? 0)), 0) /
      384;
    expect(mean).toBeLessThan(4); // chroma is stored at half the resolution
  }
});

test('the orientation is told and not applied', async () => {
  expect(await decode('a.jpg', fixture('smooth-turned.jpg'))).toMatchObject({
    width: 24,
    height: 16,
    orientation: 6,
  });
});

test('a palette stays indices with its colours, and frames are counted', async () => {
  const { photometric, planes } = await decode('a.gif', fixture('indexed.gif'));
  expect(planes).toBe(3);
  if (photometric.kind !== 'palette') throw new Error(photometric.kind);
  expect(photometric.palette[200]).toEqual([200, 55, 100]);
});

test("a resolution finer than any printer's is the size of a pixel, a printer's is not", async () => {
  const { pixelSizeUm } = await decode('a.tif', fixture('sixteen.tif'));
  expect(pixelSizeUm?.[0]).toBeCloseTo(0.5);
  expect((await decode('a.tif', fixture('rgb-lzw.tif'))).pixelSizeUm).toBeNull();
});

test('the first bytes decide, not the name', async () => {
  expect((await decode('cells.png', fixture('sixteen.tif'))).bitDepth).toBe(16);
});

test('an empty file, a text and an archive are named for what they are', async () => {
  const ascii = (text: string) => new TextEncoder().encode(text);
  expect(await sentence('a.png', new Uint8Array())).toMatch(/^a\.png is empty/);
  expect(await sentence('b.png', ascii('x;y\n1;2\n3;4\n'))).toMatch(/^b\.png is a text file/);
  expect(await sentence('c.tif', ascii('PK\x03\x04 and so on'))).toMatch(/^c\.tif is a ZIP archive/);
  expect(await sentence('d.tif', ascii('<!DOCTYPE html><title>404'))).toMatch(/^d\.tif is a web page/);
  const dicom = new Uint8Array(200);
  dicom.set(ascii('II*\0'));
  dicom.set(ascii('DICM'), 128);
  expect(await sentence('e.tif', dicom)).toMatch(/^e\.tif is damaged: its DICOM tags make no sense/);
});

test.each([
  'sixteen.png',
  'rgb-lzw.tif',
  'smooth.jpg',
  'rgb.webp',
  'indexed.gif',
  'rgb.bmp',
  'sixteen-deflate.tif',
])('%s cut at any byte is refused, or shown in part, in a sentence', async (name) => {
  const whole = fixture(name);
  const { channels } = await decode(name, whole);
  for (let length = 1; length < whole.length; length += 7) {
    const planes = await decode(name, whole.slice(0, length)).catch((thrown: unknown) => ({ error: thrown }));
    if ('channels' in planes) {
      // What stands after the last pixel may be missing without loss; a part that is missing is said.
      if (planes.warnings?.length === 0) expect(planes.channels, `${length} bytes`).toEqual(channels);
      else expect(planes.warnings?.join(' ')).toMatch(/^is cut short: .*\.$/);
      continue;
    }
    const { error } = planes;
    expect(error, `${length} bytes`).toBeInstanceOf(StudioError);
    expect(String(error)).not.toMatch(/reader stopped/);
    expect((error as StudioError).message.startsWith(`${name} `)).toBe(true); // seen to be one above
  }
});

test.each([
  'sixteen.png',
  'rgb-lzw.tif',
  'smooth.jpg',
  'rgb.webp',
  'indexed.gif',
  'rgb.bmp',
  'sixteen-deflate.tif',
  'smooth-jpeg.tif',
])('%s with any byte spoilt is read or refused, and nothing else', async (name) => {
  const whole = fixture(name);
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 300)) {
    const spoilt = whole.slice();
    spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
    const error = await decode(name, spoilt).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error !== null) expect(error, `byte ${at}`).toBeInstanceOf(StudioError);
    expect(String(error)).not.toMatch(/reader stopped/);
  }
});

test('a header of 30,000 x 30,000 pixels is refused before anything is unpacked', async () => {
  const png = await encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) });
  new DataView(png.buffer).setUint32(16, 30_000);
  new DataView(png.buffer).setUint32(20, 30_000);
  // the checksum of those bytes, by Python's zlib.crc32
  new DataView(png.buffer).setUint32(29, 0x434ca766);
  expect(await sentence('huge.png', png)).toMatch(
    /^huge\.png is too large: 30,000 x 30,000 pixels.*smaller copy/,
  );
});
