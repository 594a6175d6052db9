import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { memoryGrowth } from '../../../test/memory-growth.ts';
import { readJpeg } from './jpeg.ts';
import { mendJpeg } from './jpeg-stream.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/formats/${name}`, import.meta.url)));

const baseline = fixture('smooth.jpg');
const progressive = fixture('smooth-progressive.jpg');

/** Where a marker stands. */
const at = (bytes: Uint8Array, marker: number) => Buffer.from(bytes).indexOf(Buffer.of(0xff, marker));
const changed = (bytes: Uint8Array, ...changes: readonly (readonly [place: number, value: number])[]) => {
  const copy = bytes.slice();
  for (const [place, value] of changes) copy[place] = value;
  return copy;
};
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const pixels = async (bytes: Uint8Array) => (await readJpeg(bytes)).channels;
const words = async (bytes: Uint8Array) => ((await readJpeg(bytes)).warnings ?? []).join(' ');

const scan = at(baseline, 0xda);
const scanHeader = scan + 2 + (baseline[scan + 2] ?? 0) * 256 + (baseline[scan + 3] ?? 0);

describe('what harms no pixel is read without a word', () => {
  test.each([
    ['no end marker', baseline.subarray(0, -2)],
    ['no end marker, and progressive', progressive.subarray(0, -2)],
    ['half an end marker', baseline.subarray(0, -1)],
    ['a trailer', joined(baseline, Buffer.from('Samsung trailer\xff\xd8\xff\xe0 and more'))],
    ['a spectral selection of 0 to 0', changed(baseline, [scanHeader - 2, 0])],
    ['a JFIF revision of 2.01', changed(baseline, [at(baseline, 0xe0) + 9, 2])],
    ['both', changed(baseline, [scanHeader - 2, 0], [at(baseline, 0xe0) + 9, 2])],
    [
      'bytes between its segments',
      joined(
        baseline.subarray(0, at(baseline, 0xdb)),
        new Uint8Array(7),
        baseline.subarray(at(baseline, 0xdb)),
      ),
    ],
    [
      'zeros before the end marker',
      joined(baseline.subarray(0, -2), new Uint8Array(9), baseline.subarray(-2)),
    ],
  ])('%s', async (_, bytes) => {
    const whole = bytes.length > 0 && bytes.buffer === progressive.buffer ? progressive : baseline;
    expect(await pixels(bytes)).toEqual(await pixels(whole));
    expect(await words(bytes)).toBe('');
  });
});

describe('what is there of a cut picture is shown, and where the rest is missing said', () => {
  test('of a baseline one', async () => {
    const cut = baseline.subarray(0, scanHeader + Math.floor(0.8 * (baseline.length - scanHeader)));
    const [red] = await pixels(cut);
    const [whole] = await pixels(baseline);
    expect(red?.samples.subarray(0, 8)).toEqual(whole?.samples.subarray(0, 8));
    expect(await words(cut)).toMatch(/^is cut short: .*missing.*\. Copy it again from the source\.$/);
  });

  test('by its rows', async () => {
    // The data are enough for one of three rows of blocks; libjpeg still makes one block out of nothing.
    const three = changed(baseline, [at(baseline, 0xc0) + 5, 0], [at(baseline, 0xc0) + 6, 48]);
    expect(await words(three)).toMatch(/^is damaged, and parts of the picture may be wrong/);
    expect(await words(three.subarray(0, -2))).toMatch(
      /^is cut short: rows 3[3-5] to 48 are missing and shown grey\. Copy it again/,
    );
  });

  test('of a progressive one that lacks its last scans', async () => {
    const last = Buffer.from(progressive).lastIndexOf(Buffer.of(0xff, 0xda));
    expect(await words(progressive.subarray(0, last))).toMatch(/^is cut short: .*coarser/);
    expect(mendJpeg(progressive).isCoarse).toBe(false);
  });

  test('and nothing at all is refused', async () => {
    await expect(readJpeg(baseline.subarray(0, scanHeader))).rejects.toThrow(/^is cut short/);
    await expect(readJpeg(baseline.subarray(0, scan))).rejects.toThrow(/^is cut short/);
  });
});

test('data that make no sense in one place are shown with a word', async () => {
  const spoilt = joined(
    baseline.subarray(0, scanHeader + 20),
    Uint8Array.of(0xff, 0xd8),
    baseline.subarray(scanHeader + 22),
  );
  expect(await words(spoilt)).toMatch(/^is damaged, and parts of the picture may be wrong: /);
});

test('sizes that would fill the memory are refused before anything is unpacked, those of phones are not', () => {
  const sized = (bytes: Uint8Array, width: number, height: number) => {
    const frame = at(bytes, bytes === baseline ? 0xc0 : 0xc2);
    return changed(
      bytes,
      [frame + 5, height >> 8],
      [frame + 6, height & 255],
      [frame + 7, width >> 8],
      [frame + 8, width & 255],
    );
  };
  expect(mendJpeg(sized(baseline, 12_000, 9000))).toMatchObject({ width: 12_000, height: 9000 });
  expect(mendJpeg(sized(progressive, 8064, 6048))).toMatchObject({ isProgressive: true });
  expect(() => mendJpeg(sized(baseline, 16_000, 12_000))).toThrow(/^is too large: 16,000 x 12,000 pixels/);
  expect(() => mendJpeg(sized(baseline, 65_500, 65_500))).toThrow(/^is too large/);
  expect(() => mendJpeg(sized(baseline, 0, 9))).toThrow(/^is damaged: it gives its size as 0 x 9/);
});

test('the pixels are taken from the decoder as they lie, and nobody else meets its stand-ins', async () => {
  const before = [globalThis.Uint8ClampedArray, globalThis.ImageData];
  await Promise.all([readJpeg(baseline), readJpeg(progressive), readJpeg(baseline.subarray(0, -20))]);
  expect([globalThis.Uint8ClampedArray, before[1] ?? globalThis.ImageData]).toEqual([
    before[0],
    globalThis.ImageData,
  ]);
  expect(Uint8ClampedArray.of(300)[0]).toBe(255);
});

/** A baseline JPEG of one colour: Huffman tables of a single code each, 0, so that all its picture data are zeros. */
function plain(width: number, height: number): Uint8Array {
  const segment = (marker: number, ...data: readonly number[]) =>
    Uint8Array.of(0xff, marker, 0, data.length + 2, ...data);
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const oneCode = [1, ...new Array<number>(15).fill(0), 0];
  const blocks = 3 * Math.ceil(width / 8) * Math.ceil(height / 8);
  return joined(
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, 0, ...new Array<number>(64).fill(1)),
    segment(0xc0, 8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0),
    segment(0xc4, 0x00, ...oneCode),
    segment(0xc4, 0x10, ...oneCode),
    segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0),
    new Uint8Array(Math.ceil((2 * blocks) / 8)),
    Uint8Array.of(0xff, 0xd9),
  );
}

test("a phone's 108 megapixels are read in less than 1 GB", async () => {
  const bytes = plain(12_000, 9000);
  const growth = memoryGrowth();
  const planes = await readJpeg(bytes);
  expect(growth()).toBeLessThan(1e9);
  expect([planes.width, planes.height, planes.channels.length]).toEqual([12_000, 9000, 3]);
  for (const { samples } of planes.channels) {
    expect(samples.length).toBe(108_000_000);
    expect(samples.every((value) => value === 128)).toBe(true);
  }
  expect(planes.warnings).toEqual([]);
});
