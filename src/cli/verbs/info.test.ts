import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { drawPages } from '../../../test/drawn-tiff.ts';
import { said } from '../said.fixture.ts';

const formats = join(import.meta.dirname, '../../../test/fixtures/formats');

/** The samples that `test/fixtures/make_fixtures.py` wrote: 24 x 16 pixels. */
const samples = (formula: (x: number, y: number) => number) =>
  Array.from({ length: 24 * 16 }, (_, i) => formula(i % 24, Math.floor(i / 24)));
const statistics = (values: readonly number[]) => ({
  min: Math.min(...values),
  max: Math.max(...values),
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
});

test('--json prints one line with these very fields, of a 16-bit TIFF in its own numbers', async () => {
  const { status, out, err } = await said('info', join(formats, 'sixteen.tif'), '--json');
  expect([status, err, out.split('\n').length]).toEqual([0, '', 2]);
  expect(JSON.parse(out)).toEqual({
    width: 24,
    height: 16,
    planes: 1,
    axes: { c: 1, z: 1, t: 1 },
    levels: [{ width: 24, height: 16 }],
    series: 1,
    bitDepth: 16,
    sampleFormat: 'uint',
    pixelSizeUm: [0.5, 0.5],
    channels: [statistics(samples((x, y) => (2570 * x + 911 * y) % 65536))],
    warnings: [],
  });
});

test('a colour picture has three channels and no pixel size, a GIF all its planes', async () => {
  const rgb = JSON.parse((await said('info', join(formats, 'rgb.png'), '--json')).out);
  expect(rgb).toMatchObject({ bitDepth: 8, planes: 1, pixelSizeUm: null });
  expect(rgb.channels).toEqual(
    [0, 1, 2].map((c) => statistics(samples((x, y) => (7 * x + 13 * y + 50 * c) % 256))),
  );
  expect(JSON.parse((await said('info', join(formats, 'indexed.gif'), '--json')).out).planes).toBe(3);
});

test('--plane gives another plane of a stack in its own numbers, and names the way where there is none', async () => {
  const page = (i: number) => ({
    fields: { 256: 2, 257: 1, 258: 8, 259: 1, 262: 1, 277: 1, 278: 1 },
    blocks: [Uint8Array.of(i, i)],
  });
  const stack = join(mkdtempSync(join(tmpdir(), 'eosin-info-')), 'stack.tif');
  writeFileSync(stack, drawPages([page(0), page(1), page(2)]));
  const { status, out } = await said('info', stack, '--json', '--plane', '0,2,0');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    axes: { c: 1, z: 3, t: 1 },
    channels: [{ min: 2, max: 2, mean: 2 }],
  });
  const beyond = await said('info', stack, '--plane', '0,3,0');
  expect([beyond.status, beyond.err]).toEqual([
    1,
    expect.stringContaining('stack.tif has no plane 0,3,0: it has those from 0,0,0 to 0,2,0.'),
  ]);
  expect((await said('info', stack, '--plane', 'second')).status).toBe(2);
});

test('levels, series, names and colours are told, and planes in files beside it read', async () => {
  const stacks = join(import.meta.dirname, '../../../test/fixtures/stacks');
  const of = async (...args: readonly string[]) => JSON.parse((await said('info', ...args, '--json')).out);
  expect(await of(join(stacks, 'slide.svs'))).toMatchObject({
    planes: 1,
    levels: [
      { width: 96, height: 64 },
      { width: 48, height: 32 },
      { width: 24, height: 16 },
    ],
  });
  expect((await of(join(stacks, 'two-series.ome.tif'))).series).toBe(2);
  const [dapi] = (await of(join(stacks, 'ome-tcz.ome.tif'))).channels;
  expect(dapi).toMatchObject({ name: 'DAPI', colour: [0, 0, 255] });
  const facts = JSON.parse(readFileSync(join(stacks, 'stacks.json'), 'utf8'))['set-a.ome.tif'];
  const { min, max, mean } = facts.planes[0].find(({ at }: { at: number[] }) => at.join() === '1,0,1');
  expect(await of(join(stacks, 'set-a.ome.tif'), '--plane', '1,0,1')).toMatchObject({
    channels: [{ name: 'Green', min, max, mean: expect.closeTo(mean, 8) }],
    warnings: [],
  });
});

test('a folder that is a Zarr is one picture, as its ZIP is; a DICOM file has its times', async () => {
  const fixtures = join(formats, '..');
  const dishes = { axes: { c: 2, z: 1, t: 1 }, pixelSizeUm: [0.3, 0.3], width: 11, height: 9 };
  const folder = await said('info', join(fixtures, 'zarr/small.zarr'), '--json');
  expect([folder.status, folder.err]).toEqual([0, '']);
  expect(JSON.parse(folder.out)).toMatchObject({
    ...dishes,
    pixelSizeUm: dishes.pixelSizeUm.map((side) => expect.closeTo(side, 9)),
    channels: [
      { name: 'DAPI', colour: [0, 0, 255] },
      { name: 'Phalloidin µ', colour: [0, 255, 0] },
    ],
  });
  const plane = await said('info', join(fixtures, 'zarr/v04.zarr.zip'), '--json', '--plane', '1,2,1');
  expect(JSON.parse(plane.out).channels[0]).toMatchObject({ name: 'Phalloidin µ', min: 269, max: 7442 });
  const film = await said('info', join(fixtures, 'dicom/times.dcm'), '--json', '--plane', '0,0,3');
  expect(JSON.parse(film.out)).toMatchObject({ planes: 4, axes: { c: 1, z: 1, t: 4 } });
  const other = await said('info', join(fixtures, 'zarr'));
  expect([other.status, other.err]).toEqual([
    1,
    `eosin: ${join(fixtures, 'zarr')} is a folder, not a file.\n`,
  ]);
});

test('without --json a person reads the same', async () => {
  const { out } = await said('info', join(formats, 'sixteen.tif'));
  expect(out).toContain('24 x 16 pixels');
  expect(out).toContain('16 bit, whole numbers from 0');
  expect(out).toContain('0.5 x 0.5 um');
});

describe('what is the matter with a file that is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-info-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const cut = join(folder, '--cut.jpg');
  writeFileSync(cut, readFileSync(join(formats, 'smooth.jpg')).subarray(0, -60));

  test('stands in JSON, and below the table', async () => {
    const json = await said('info', cut, '--json');
    expect([json.status, json.err]).toEqual([0, '']);
    expect(JSON.parse(json.out).warnings).toEqual([expect.stringMatching(/--cut\.jpg is cut short: .*\.$/)]);
    expect((await said('info', cut)).out).toContain(`\n${cut} is cut short: `);
  });

  test('goes to stderr where pictures are made of it', async () => {
    const { status, out, err } = await said('edges', cut, join(folder, 'edges.png'));
    expect([status, out]).toEqual([0, `${join(folder, 'edges.png')}\n`]);
    expect(err).toMatch(/^eosin: .*--cut\.jpg is cut short: .*\.\n$/);
  });

  test('of a name that begins with hyphens too, behind the end of the options', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect((await said('info', '--', '--cut.jpg')).out).toContain('24 x 16 pixels');
      expect((await said('info', '--json', '--', '--help')).status).toBe(1); // a file that is not there
      const wrong = await said('info', '--cut.jpg');
      expect([wrong.status, wrong.err]).toEqual([
        2,
        expect.stringContaining('A file whose name begins so goes after "--".'),
      ]);
    } finally {
      process.chdir(before);
    }
  });

  test('a palette says what it becomes', async () => {
    const { rgbMean, channels } = JSON.parse(
      (await said('info', join(formats, 'indexed.gif'), '--json')).out,
    );
    expect(channels).toHaveLength(1);
    expect(rgbMean).toHaveLength(3);
    expect(rgbMean[0]).toBeCloseTo(channels[0].mean, 5); // its palette's red is the index
  });
});
