import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesOf, type FileEntry, type OpenedFile } from '../../src/engine/formats/opened-file.ts';
import type { Axes, Samples } from '../../src/engine/picture.ts';
import { openFile } from '../../src/engine/stages/decode.ts';

/** What `test/fixtures/make_stacks.py` says of a file that it wrote. */
interface Facts {
  readonly axes: Axes;
  readonly levels: readonly { width: number; height: number }[];
  readonly series: number;
  readonly pixelSizeUm: readonly [number, number] | null;
  readonly channels: readonly { name?: string; colour?: readonly number[] }[];
  readonly siblings: readonly string[];
  /** At each level. */
  readonly planes: readonly (readonly {
    at: readonly [c: number, z: number, t: number];
    min: number;
    max: number;
    mean: number;
    crc: number;
  }[])[];
}

const folder = join(import.meta.dirname, '../fixtures/stacks');
const facts: Readonly<Record<string, Facts>> = JSON.parse(readFileSync(join(folder, 'stacks.json'), 'utf8'));
const entry = (path: string): FileEntry => ({
  path,
  bytes: bytesOf(new Uint8Array(readFileSync(join(folder, path)))),
});
const open = (file: string, siblings: readonly string[] = []) =>
  openFile(file, entry(file).bytes, undefined, siblings.map(entry));

const crcOf = ({ buffer, byteOffset, byteLength }: Samples) =>
  crc32(new Uint8Array(buffer, byteOffset, byteLength));

/** Minimum, maximum, mean and CRC-32 of a plane's channel. */
function figures(samples: Samples) {
  const values = Array.from<number>(samples);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { min: Math.min(...values), max: Math.max(...values), mean, crc: crcOf(samples) };
}

async function expectEveryPlane(opened: OpenedFile, level: number, planes: Facts['planes'][number]) {
  for (const { at, mean, ...exact } of planes) {
    const [c, z, t] = at;
    const { channels } = await opened.read({ z, t }, level);
    const found = figures(channels[c]?.samples ?? new Uint8Array());
    expect({ at, ...found }).toMatchObject({ at, ...exact });
    expect(found.mean).toBeCloseTo(mean, 8);
  }
}

describe.each(Object.entries(facts))('%s', (file, wanted) => {
  test('has its axes, levels, series, pixel size, names and colours', async () => {
    const opened = await open(file, wanted.siblings);
    expect([opened.axes, opened.levels, opened.series]).toEqual([wanted.axes, wanted.levels, wanted.series]);
    const { pixelSizeUm, channels, warnings, axes } = await opened.read({ z: 0, t: 0 });
    expect(axes).toEqual(wanted.axes);
    expect(pixelSizeUm?.map((um) => Number(um.toFixed(9))) ?? null).toEqual(wanted.pixelSizeUm);
    expect(
      channels.map(({ name, colour }) => ({ ...(name && { name }), ...(colour && { colour }) })),
    ).toEqual(wanted.channels);
    expect(warnings).toEqual([]);
  });

  test('is exact in every plane at every level', async () => {
    const opened = await open(file, wanted.siblings);
    expect(wanted.planes.length).toBe(opened.levels.length);
    for (const [level, planes] of wanted.planes.entries()) await expectEveryPlane(opened, level, planes);
  });

  test('is the same in a window, of each level', async () => {
    const opened = await open(file, wanted.siblings);
    for (const [level, { width, height }] of opened.levels.entries()) {
      const at = { z: wanted.axes.z - 1, t: wanted.axes.t - 1 };
      const whole = await opened.read(at, level);
      const window = { left: 3, top: 1, width: width - 5, height: height - 3 };
      const part = await opened.read(at, level, window);
      expect([part.width, part.height]).toEqual([window.width, window.height]);
      for (const [c, { samples }] of part.channels.entries()) {
        const all = whole.channels[c]?.samples ?? new Uint8Array();
        const expected = Array.from(samples, (_, i) => {
          const [x, y] = [i % window.width, Math.floor(i / window.width)];
          return all[(y + window.top) * width + x + window.left];
        });
        expect(Array.from(samples)).toEqual(expected);
      }
    }
  });
});

test('every fixture is described', () => {
  const files = readdirSync(folder).filter((file) => file !== 'stacks.json');
  expect(files.sort()).toEqual(Object.keys(facts).sort());
});

describe('a set of files', () => {
  test('lacks what lies in a file that is not here, and says which', async () => {
    const { channels, warnings } = await (await open('set-a.ome.tif')).read({ z: 0, t: 1 });
    expect(warnings).toEqual([
      'has planes in other files that are not here (set-b.ome.tif); open them together with this one.',
    ]);
    expect(
      channels.map(({ name, samples }) => [name, crcOf(samples) === crcOf(new Uint16Array(13 * 9))]),
    ).toEqual([
      ['Red', false],
      ['Green', true], // nothing but 0, in its place
    ]);
  });

  test('whose plane lies in a file that is not here says in which', async () => {
    const bytes = Buffer.from(readFileSync(join(folder, 'set-a.ome.tif')));
    const text = bytes.toString('latin1').replace(/(FirstC=")0(" FirstZ="0" FirstT="1" IFD)/, '$17$2');
    const opened = await openFile('set-a.ome.tif', bytesOf(new Uint8Array(Buffer.from(text, 'latin1'))));
    await expect(opened.read({ z: 0, t: 1 })).rejects.toThrow(
      'set-a.ome.tif lacks this plane: it lies in set-b.ome.tif, which is not here. Open the two files together.',
    );
  });

  test('is known by its name where a copy has lost its UUID', async () => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'set-b.ome.tif')));
    const own = Buffer.from(bytes.buffer).indexOf('UUID="urn:uuid:b');
    bytes[own + 'UUID="urn:uuid:'.length] = 'c'.charCodeAt(0);
    const opened = await openFile('folder/set-b.ome.tif', bytesOf(bytes), undefined, [
      entry('set-a.ome.tif'),
    ]);
    await expectEveryPlane(opened, 0, facts['set-b.ome.tif']?.planes[0] ?? []);
  });
});
