import { describe, expect, test } from 'vitest';
import type { Planes, Samples } from '../../src/engine/picture.ts';
import { lightOf } from '../../src/engine/stages/light.ts';
import { corpusAt, type Entry, expectPlain } from './corpus.ts';

const { isHere, index, bounded, refusal } = corpusAt('field');

const list = (cell: string | undefined) => (cell ?? '').split(';').filter(Boolean).map(Number);

/** The mean of the finite values, and how far the order of so many additions may move it. */
function meanOf(samples: Samples): { mean: number; doubt: number } {
  let [sum, count, largest] = [0, 0, 0];
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
    largest = Math.max(largest, Math.abs(value));
  }
  return { mean: sum / count, doubt: largest * 1e-12 };
}

/** What the index's means are of: the channels as stored, or as Pillow shows palettes and inks. */
const comparable = (planes: Planes): readonly Samples[] =>
  planes.photometric.kind === 'palette' || planes.photometric.kind === 'cmyk'
    ? lightOf(planes, 'grey').planes
    : planes.channels.map(({ samples }) => samples);

/** Levels of 255 that a lossy codec, or a conversion of inks without a profile, may be off. */
const tolerances: Readonly<Record<string, number>> = { jpg: 0.05, webp: 0.05, bmp: 0.05 };

function expectRead(planes: Planes, entry: Entry): void {
  const { file = '', width, height, means = '', pixelSizeUm = '' } = entry;
  if (width) expect([planes.width, planes.height]).toEqual([Number(width), Number(height)]);
  for (const { samples } of planes.channels) expect(samples.length).toBe(planes.width * planes.height);
  const wanted = list(means);
  const shown = comparable(planes);
  if (wanted.length > 0) expect(shown.length).toBe(wanted.length);
  const tolerance = planes.photometric.kind === 'cmyk' ? 8 : (tolerances[file.split('.').at(-1) ?? ''] ?? 0);
  for (const [c, one] of wanted.entries()) {
    const { mean, doubt } = meanOf(shown[c] ?? new Uint8Array());
    expect(Math.abs(mean - one)).toBeLessThanOrEqual(tolerance + doubt + Math.abs(one) * 1e-6 + 1e-4);
  }
  if (pixelSizeUm === 'none') expect(planes.pixelSizeUm).toBeNull();
  else if (pixelSizeUm !== 'any') {
    expect(planes.pixelSizeUm?.[0]).toBeCloseTo(Number(pixelSizeUm), 6);
    expect(planes.pixelSizeUm?.[1]).toBeCloseTo(Number(pixelSizeUm), 6);
  }
  for (const warning of planes.warnings ?? []) expectPlain(`${file} ${warning}`);
}

/** A file's planes, or null where it is refused as a refusal must be. */
async function readOrRefused(file: string): Promise<Planes | null> {
  const planes = await bounded(file).catch(() => null);
  if (planes === null) await refusal(file);
  return planes;
}

const rows = (...expected: readonly string[]) =>
  index
    .filter(({ expect: what = '' }) => expected.includes(what))
    .map((entry) => [entry.file ?? '', entry] as const);

test.runIf(process.env.CI === 'true')('the files as people have them are here', () =>
  expect(isHere).toBe(true),
);

describe.runIf(isHere)('files as people have them', () => {
  test.each(rows('ok', 'ok-largest'))('%s is read with its values', async (file, entry) =>
    expectRead(await bounded(file), entry));

  test.each(rows('ok-or-say'))('%s is read with its values, or refused', async (file, entry) => {
    const planes = await readOrRefused(file);
    if (planes) expectRead(planes, entry);
  });

  test.each(rows('say'))('%s is not shown without a word', async (file) => {
    const planes = await readOrRefused(file);
    if (planes) expect(planes.warnings).not.toEqual([]);
  });

  // What a page does with them is in test/e2e/long/field.test.ts.
  test.each(rows('ok-in-browser'))('%s is refused in one sentence where no browser is', async (file) => {
    expect(await refusal(file)).toMatch(/not read here\. Save it as PNG or JPEG\.$/);
  });

  test.runIf(isHere)('every row was tried', () => {
    expect(rows('ok', 'ok-largest', 'ok-or-say', 'say', 'ok-in-browser')).toHaveLength(index.length);
  });
});

describe.runIf(isHere)('what was done to a file of these', () => {
  const warnings = async (file: string) => ((await bounded(file)).warnings ?? []).join(' ');

  test.each([
    ['all_nan.tif', 'no finite number'],
    ['all_inf.tif', 'no finite number'],
    ['cmyk_he.tif', 'inks'],
    ['minisblack_3samples_brightfield.tif', 'red, green and blue'],
    ['next_ifd_garbage.tif', 'chain of pages'],
    ['ome_cropped_keeps_xml.tif', 'OME-XML'],
    ['bytecounts_zero.tif', 'how long its parts are'],
  ])('is said of %s', async (file, words) => expect(await warnings(file)).toContain(words));

  test.each([
    'jpeg_ok.jpg',
    'jpeg_no_eoi.jpg',
    'jpeg_progressive_no_eoi.jpg',
    'jpeg_samsung_sos_0_0.jpg',
    'jpeg_jfif_major_2.jpg',
    'jpeg_eoi_trailer.jpg',
    'gif_no_trailer.gif',
    'gif_trailing_zero_before_trailer.gif',
    'print_300dpi.tif',
    'rgb_plus_unspecified_zero.tif',
    'nodata_3e38.tif',
    'thumbnail_page_then_full.tif',
  ])('is nothing worth a word where the picture is whole: %s', async (file) =>
    expect(await warnings(file)).toBe(''));

  test('is an element of a stack that is counted', async () => {
    expect((await bounded('metamorph_3planes.stk')).planes).toBe(3);
  });

  test('is camera raw, and is called that', async () => {
    expect(await refusal('nef_thumbnail_first.nef')).toContain('camera raw');
  });
});
