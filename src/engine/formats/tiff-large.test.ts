import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type DrawnPage, drawPages } from '../../../test/drawn-tiff.ts';
import { type Bytes, bytesOf } from './opened-file.ts';
import { openTiff } from './tiff.ts';

const grey = { 258: 8, 262: 1, 277: 1 };
const first = { z: 0, t: 0 };

/** Tiles of 2,000 pixels that hold their number. */
function tiled(side: number, more: DrawnPage['fields'] = {}): DrawnPage {
  const tiles = (side / 2000) ** 2;
  return {
    fields: { ...grey, 256: side, 257: side, 259: 8, 322: 2000, 323: 2000, ...more },
    blocks: Array.from({ length: tiles }, (_, i) => deflateSync(new Uint8Array(4_000_000).fill(i))),
    isTiled: true,
  };
}
const copy: DrawnPage = {
  fields: { ...grey, 254: 1, 256: 120, 257: 120, 259: 1, 278: 120 },
  blocks: [new Uint8Array(14_400).fill(7)],
};

/** Bytes that are counted. */
function counted(all: Uint8Array<ArrayBuffer>): Bytes & { bytes: number } {
  const file = bytesOf(all);
  return {
    size: file.size,
    bytes: 0,
    read(at, length) {
      const read = file.read(at, length);
      this.bytes += read.length;
      return read;
    },
  };
}

describe('a picture that is too large to be read whole', () => {
  test('is refused where there is no smaller copy, by its header, and read in windows', async () => {
    const opened = openTiff(bytesOf(drawPages([tiled(12_000)])));
    await expect(opened.read(first)).rejects.toThrow(/^is too large: 12,000 x 12,000 pixels by its header; /);
    const window = { left: 1990, top: 3999, width: 20, height: 2 };
    const { channels, width, height } = await opened.read(first, 0, window);
    expect([width, height]).toEqual([20, 2]);
    const rows = [
      [6, 7],
      [12, 13],
    ].map(([left = 0, right = 0]) => [...Array(10).fill(left), ...Array(10).fill(right)]);
    expect([...(channels[0]?.samples ?? [])]).toEqual(rows.flat());
    await expect(opened.read(first, 0, { ...window, left: 11_990 })).rejects.toThrow(RangeError);
  });

  test('is shown by the largest copy that fits, with a word', async () => {
    const full = tiled(12_000, { 270: 'ImageJ=1.54f\nunit=um\n', 282: 4, 283: 4 });
    const opened = openTiff(bytesOf(drawPages([{ ...full, sub: [copy] }])));
    expect(opened.levels.map(({ width }) => width)).toEqual([12_000, 120]);
    const { width, channels, warnings, pixelSizeUm } = await opened.read(first);
    expect([width, channels[0]?.samples[0]]).toEqual([120, 7]);
    expect(pixelSizeUm).toEqual([25, 25]); // a quarter at the full size
    expect(warnings).toEqual([
      'has 12,000 x 12,000 pixels, which is too large to be read whole; its copy of 120 x 120 is shown.',
    ]);
    expect((await opened.read(first, 1)).warnings).toEqual([]); // asked for
  });
});

test('a picture of many channels is shown at the size at which all of them fit', async () => {
  const pixels = (side: number, c: number) => new Uint8Array(side * side).fill(c);
  const ome =
    '<OME><Pixels SizeX="9000" SizeY="9000" SizeC="4" SizeZ="1" SizeT="1" DimensionOrder="XYCZT"/></OME>';
  const pages = Array.from({ length: 4 }, (_, c): DrawnPage => {
    const fields = { ...grey, 256: 9000, 257: 9000, 259: 8, 278: 9000, ...(c === 0 && { 270: ome }) };
    const small = { fields: { ...grey, 254: 1, 256: 90, 257: 90, 278: 90 }, blocks: [pixels(90, c)] };
    return { fields, blocks: [deflateSync(pixels(9000, c))], sub: [small] };
  });
  const { channels, width } = await openTiff(bytesOf(drawPages(pages))).read(first);
  expect([width, ...channels.map(({ samples }) => samples[0])]).toEqual([90, 0, 1, 2, 3]);
});

test('a window reads only what it meets: a tile, or the rows of a strip that is not compressed', async () => {
  const tiles = counted(drawPages([tiled(12_000)]));
  const small = { left: 10, top: 10, width: 64, height: 64 };
  const opened = openTiff(tiles);
  tiles.bytes = 0;
  await opened.read(first, 0, small);
  expect(tiles.bytes).toBeLessThan(20_000);

  const rows = Uint8Array.from({ length: 9_000_000 }, (_, i) => Math.floor(i / 3000));
  const strip = { fields: { ...grey, 256: 3000, 257: 3000, 259: 1, 278: 3000 }, blocks: [rows] };
  const whole = counted(drawPages([strip]));
  const stripped = openTiff(whole);
  whole.bytes = 0;
  const { channels } = await stripped.read(first, 0, { ...small, top: 2900 });
  expect(channels[0]?.samples[64]).toBe(2901 % 256);
  expect(whole.bytes).toBeLessThan(2_100_000);
});

test('strips of any height are cut to read their rows', async () => {
  const [width, height, rows] = [3001, 2100, 997]; // the height of a strip is prime
  const at = (y: number) => Uint8Array.from({ length: width }, (_, x) => x * 3 + y * 7);
  const blocks = [0, 997, 1994].map((top) =>
    Buffer.concat(Array.from({ length: Math.min(rows, height - top) }, (_, i) => at(top + i))),
  );
  const fields = { ...grey, 256: width, 257: height, 259: 1, 278: rows };
  const opened = openTiff(bytesOf(drawPages([{ fields, blocks }])));
  const { channels } = await opened.read(first);
  const samples = channels[0]?.samples ?? new Uint8Array();
  for (const y of [0, 333, 996, 997, 1993, 1994, 2099]) {
    expect([y, Buffer.from(at(y)).equals(Buffer.from(samples.slice(y * width, (y + 1) * width)))]).toEqual([
      y,
      true,
    ]);
  }
});

test('a chain of directories that counts more fields than can be is refused', () => {
  const big = Buffer.alloc(4_000_000);
  big.write('II', 'latin1');
  big.writeUInt16LE(43, 2);
  big.writeUInt16LE(8, 4);
  big.writeBigUInt64LE(16n, 8);
  big.writeBigUInt64LE(100_000n, 16);
  expect(() => openTiff(bytesOf(new Uint8Array(big)))).toThrow(/counts 100,000 fields/);
});
