import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../picture.ts';
import { bytesOf, type FileEntry, type OpenedFile } from './opened-file.ts';
import { openZarr } from './zarr.ts';
import { filesInZip } from './zip-files.ts';

const fixtures = new URL('../../../test/fixtures/zarr/', import.meta.url).pathname;

/** What test/fixtures/make_zarr.py says of a picture. */
interface Expected {
  readonly axes: { readonly c: number; readonly z: number; readonly t: number };
  readonly dtype: string;
  readonly pixelSizeUm: readonly [number, number] | null;
  readonly channels: readonly Pick<Channel, 'name' | 'colour'>[] | null;
  readonly series: number;
  readonly levels: readonly {
    readonly width: number;
    readonly height: number;
    readonly planes: readonly {
      readonly t: number;
      readonly c: number;
      readonly z: number;
      readonly min: number;
      readonly max: number;
      readonly mean: number;
      readonly crc32: string;
    }[];
  }[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(join(fixtures, 'expected.json'), 'utf8'),
);

const bytesIn = (path: string) => bytesOf(new Uint8Array(readFileSync(path)));
const inFolder = (folder: string): FileEntry[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(folder.length + 1), bytes: bytesIn(path) }));

/** The files that hold a picture by its name in the table: a ZIP, a folder in a ZIP, or a folder. */
function entriesOf(name: string): FileEntry[] {
  const [file = '', inside] = name.split('/');
  if (file.endsWith('.zarr')) return inFolder(join(fixtures, file));
  const all = filesInZip(bytesIn(join(fixtures, file)));
  return inside === undefined ? all : all.filter(({ path }) => path.startsWith(`${inside}/`));
}

async function factsOf(file: OpenedFile, level: number) {
  const planes = [];
  for (let t = 0; t < file.axes.t; t++) {
    for (let z = 0; z < file.axes.z; z++) {
      const { channels } = await file.read({ z, t }, level);
      for (const [c, { samples }] of channels.entries()) {
        const values = Array.from<number>(samples);
        planes.push({
          t,
          c,
          z,
          min: Math.min(...values),
          max: Math.max(...values),
          mean: values.reduce((sum, value) => sum + value, 0) / values.length,
          crc32: crc32(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
            .toString(16)
            .padStart(8, '0'),
        });
      }
    }
  }
  return { ...file.levels[level], planes: planes.sort((a, b) => a.t - b.t || a.c - b.c || a.z - b.z) };
}

describe.each(Object.keys(expected))('%s', (name) => {
  const wanted = expected[name] as Expected;

  test('every plane of every level is exact', async () => {
    const file = await openZarr(entriesOf(name));
    expect(file.levels.length).toBe(wanted.levels.length);
    for (const [level, facts] of wanted.levels.entries()) {
      const found = await factsOf(file, level);
      expect([found.width, found.height]).toEqual([facts.width, facts.height]);
      for (const [i, plane] of facts.planes.entries()) {
        expect(found.planes[i]).toEqual({ ...plane, mean: expect.closeTo(plane.mean, 6) });
      }
      expect(found.planes.length).toBe(facts.planes.length);
    }
  });

  test('axes, names, colours, pixel size and the number of pictures are right', async () => {
    const file = await openZarr(entriesOf(name));
    expect([file.axes, file.series]).toEqual([wanted.axes, wanted.series]);
    const planes = await file.read({ z: 0, t: 0 });
    if (wanted.pixelSizeUm === null) expect(planes.pixelSizeUm).toBeNull();
    else {
      expect(planes.pixelSizeUm?.[0]).toBeCloseTo(wanted.pixelSizeUm[0], 9);
      expect(planes.pixelSizeUm?.[1]).toBeCloseTo(wanted.pixelSizeUm[1], 9);
    }
    const told = planes.channels.map(({ samples: _, ...rest }) => rest);
    expect(told).toEqual(wanted.channels ?? told.map(() => ({})));
  });
});
