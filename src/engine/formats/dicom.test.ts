import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lightOf } from '../stages/light.ts';
import { openDicom } from './dicom.ts';
import { bytesOf } from './opened-file.ts';

const fixtures = new URL('../../../test/fixtures/dicom/', import.meta.url).pathname;

/** What test/fixtures/make_dicom.py says of a file. */
interface Expected {
  readonly width: number;
  readonly height: number;
  readonly axes: { readonly c: number; readonly z: number; readonly t: number };
  readonly bits: number;
  readonly isSigned: boolean;
  readonly photometric: string;
  readonly pixelSizeUm: readonly [number, number] | null;
  readonly planes: readonly {
    readonly frame: number;
    readonly c: number;
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    /** Missing where the packing loses something. */
    readonly crc32?: string;
  }[];
  readonly rgb?: readonly number[];
}

const expected: Readonly<Record<string, Expected>> = JSON.parse(
  readFileSync(join(fixtures, 'expected.json'), 'utf8'),
);
const fixture = (name: string) => new Uint8Array(readFileSync(join(fixtures, name)));
const open = (name: string) => openDicom(bytesOf(fixture(name)));
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;
const names = Object.keys(expected).filter((name) => name !== 'jpeg-ls.dcm');

describe.each(names)('%s', (name) => {
  const wanted = expected[name] as Expected;

  test('every frame is exact, or as near as a lossy packing is', async () => {
    const file = await open(name);
    for (const { frame, c, crc32: sum, ...statistics } of wanted.planes) {
      const { channels } = await file.read(wanted.axes.t > 1 ? { z: 0, t: frame } : { z: frame, t: 0 });
      const samples = channels[c]?.samples ?? new Uint8Array();
      const values = Array.from<number>(samples);
      if (sum === undefined) {
        expect(mean(values)).toBeCloseTo(statistics.mean, -1);
        expect(Math.abs(mean(values) - statistics.mean)).toBeLessThan(2);
        continue;
      }
      const found = { min: Math.min(...values), max: Math.max(...values), mean: mean(values) };
      expect(found).toEqual({ ...statistics, mean: expect.closeTo(statistics.mean, 6) });
      const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
      expect(crc32(bytes).toString(16).padStart(8, '0')).toBe(sum);
    }
  });

  test('size, axes, kind and pixel size are right', async () => {
    const file = await open(name);
    expect(file.axes).toEqual(wanted.axes);
    expect(file.levels).toEqual([{ width: wanted.width, height: wanted.height }]);
    const planes = await file.read({ z: 0, t: 0 });
    expect(planes).toMatchObject({
      width: wanted.width,
      height: wanted.height,
      bitDepth: wanted.bits,
      sampleFormat: wanted.isSigned ? 'int' : 'uint',
      photometric: { kind: wanted.photometric },
      pixelSizeUm: wanted.pixelSizeUm?.map((side) => expect.closeTo(side, 9)) ?? null,
      warnings: [],
    });
    if (wanted.rgb)
      expect(lightOf(planes, 'grey').planes.map(mean)).toEqual(
        wanted.rgb.map((one) => expect.closeTo(one, 6)),
      );
  });

  test('a window holds the same samples', async () => {
    const file = await open(name);
    const whole = await file.read({ z: 0, t: 0 });
    const part = await file.read({ z: 0, t: 0 }, 0, { left: 4, top: 3, width: 10, height: 7 });
    expect([part.width, part.height]).toEqual([10, 7]);
    for (const [c, { samples }] of part.channels.entries()) {
      const wide = Array.from(whole.channels[c]?.samples ?? []);
      const cut = wide.filter((_, i) => {
        const [x, y] = [i % wanted.width, Math.floor(i / wanted.width)];
        return x >= 4 && x < 14 && y >= 3 && y < 10;
      });
      expect(Array.from(samples)).toEqual(cut);
    }
  });
});
