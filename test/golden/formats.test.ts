import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Planes, Samples } from '../../src/engine/picture.ts';
import { corpusAt, type Entry } from './corpus.ts';

const { isHere, index, bounded, refusal } = corpusAt('formats');

const list = (cell: string | undefined) => (cell ?? '').split(';').filter(Boolean).map(Number);

/** The bits of a half-precision float, of a number that is one. */
function halfBits(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) return sign | Math.round(Math.abs(value) * 2 ** 24);
  return sign | (exponent << 10) | ((bits >>> 13) & 1023);
}

/** Little-endian bytes in the type that the index names. */
function bytesOf(samples: Samples, dtype: string | undefined): Uint8Array {
  const typed = dtype === 'float16' ? Uint16Array.from(samples, halfBits) : samples;
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

function expectExact(planes: Planes, entry: Entry): void {
  const tolerance = Number(entry.tolerance);
  expect([planes.width, planes.height]).toEqual([Number(entry.width), Number(entry.height)]);
  expect(planes.channels.length).toBe(Number(entry.channels));
  if (/OME|ImageJ/.test(entry.format ?? '')) {
    const [c, z, t] = [entry.channels, entry.size_z, entry.size_t].map(Number);
    expect(planes.axes).toEqual({ c, z, t });
  }
  // The index takes the orientation of a PNG from its note only.
  const turned = /orientation (\d); stats are of the stored/.exec(entry.note ?? '')?.[1];
  expect(planes.orientation).toBe(Number(turned ?? entry.orientation) || 1);
  expect(planes.planes).toBe(Number(entry.pages) || 1);
  expect(planes.bitDepth).toBe(Number(entry.bits));
  const [x, y] = [Number(entry.pixel_um_x), Number(entry.pixel_um_y)];
  if (x > 0) {
    expect(planes.pixelSizeUm?.[0]).toBeCloseTo(x, 5);
    expect(planes.pixelSizeUm?.[1]).toBeCloseTo(y, 5);
  } else expect(planes.pixelSizeUm).toBeNull();
  const [lows, highs, means] = [list(entry.min), list(entry.max), list(entry.mean)];
  for (const [c, { samples }] of planes.channels.entries()) {
    expect(samples.length).toBe(planes.width * planes.height);
    const finite = Array.from<number>(samples).filter(Number.isFinite);
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
    const wanted = means[c] ?? Number.NaN;
    expect(Math.abs(mean - wanted)).toBeLessThanOrEqual(tolerance || Math.abs(wanted) * 1e-8 + 1e-8);
    if (tolerance > 0) continue;
    expect(Math.min(...finite)).toBeCloseTo(lows[c] ?? Number.NaN, 5);
    expect(Math.max(...finite)).toBeCloseTo(highs[c] ?? Number.NaN, 5);
  }
  if (entry.crc32) {
    const sum = planes.channels.reduce((crc, { samples }) => crc32(bytesOf(samples, entry.dtype), crc), 0);
    expect(sum.toString(16).padStart(8, '0')).toBe(entry.crc32);
  }
}

test.runIf(process.env.CI === 'true')('the corpus of image files is here', () => expect(isHere).toBe(true));

/** What the index could not read has the values of another file: pydicom reads both alike. */
const likeAnother: Readonly<Record<string, string>> = {
  'others/pydicom-MR_small_bigendian.dcm': 'others/pydicom-MR_small.dcm',
};

/** What is not read, with the reason beside it. */
const notRead = [
  ...readFileSync(new URL('../../docs/FORMATS.md', import.meta.url), 'utf8').matchAll(
    /^\| (`.*) \|.*\|.*\|$/gm,
  ),
]
  .flatMap(([, files = '']) => files.split(', '))
  .map((file) => file.replaceAll('`', ''));

describe.runIf(isHere)('the corpus of image files', () => {
  test('what is refused of all that others read is listed, with reasons, and is at most 5 %', async () => {
    const readable = index.filter(({ kind }) => kind === 'ok' || kind === 'unsupported-ok');
    const refused: string[] = [];
    for (const { file = '' } of readable) await bounded(file).catch(() => refused.push(file));
    expect(refused.sort()).toEqual([...notRead].sort());
    expect(refused.length).toBeLessThanOrEqual(0.05 * readable.length);
  });

  const ok = index.filter((entry) => entry.kind === 'ok');

  test.each(ok.map((entry) => [entry.file ?? '', entry] as const))(
    '%s is read with exactly its own numbers',
    async (file, entry) => expectExact(await bounded(file), entry),
    10_000,
  );

  test.each(
    index
      .filter((entry) => entry.kind === 'unsupported-ok')
      .map((entry) => [entry.file ?? '', entry] as const),
  )(
    '%s is read exactly or refused, never wrong',
    async (file, entry) => {
      const planes = await bounded(file).catch(() => null);
      if (planes === null) await refusal(file);
      else expectExact(planes, index.find((one) => one.file === likeAnother[file]) ?? entry);
    },
    10_000,
  );

  test.each(
    index
      .filter((entry) => entry.kind === 'hostile')
      .map((entry) => [entry.file ?? '', entry.expect] as const),
  )(
    '%s does no harm (%s)',
    async (file, expected) => {
      const planes = await bounded(file).catch(() => null);
      if (planes === null || expected === 'error') {
        await refusal(file);
        return;
      }
      for (const { samples } of planes.channels) expect(samples.length).toBe(planes.width * planes.height);
      if (expected === 'error-or-partial') expect(planes.warnings).not.toEqual([]);
    },
    10_000,
  );
});
