import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { differing } from '../../../test/differing.ts';
import { type Case, pictureOf } from '../../../test/golden/canny/replay.ts';
import { said } from '../said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-edges-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fixtures = join(import.meta.dirname, '../../../test/fixtures');

/** The options that say what OpenCV was told, or undefined where `edges` cannot. */
function options({ steps }: Case, channels: number): string[] | undefined {
  const isGrey = channels === 1 || steps[0]?.op === 'gray';
  const last = steps.at(-1);
  if (last?.op !== 'canny') return undefined;
  const args = [`--low=${last.t1}`, `--high=${last.t2}`, `--aperture=${last.aperture}`];
  if (last.l2) args.push('--l2');
  if (!isGrey) args.push('--channels=colour');
  for (const step of steps) {
    if (step.op !== 'blur') continue;
    if (step.ksize) return undefined;
    args.push(`--sigma=${step.sigma}`);
  }
  return args;
}

/** @param each takes every so-many-th case: what the method does is held elsewhere, here the way through the command is. */
function holdTo(goldens: string, each: number, least: number) {
  const all: Case[] = existsSync(goldens)
    ? JSON.parse(readFileSync(join(goldens, 'cases.json'), 'utf8')).cases
    : [];
  const cases = all
    .flatMap((one) => {
      const args = options(one, pictureOf(readFileSync(join(goldens, one.input))).channels);
      return args ? [{ ...one, args }] : [];
    })
    .filter((_, i) => i % each === 0);
  test('enough cases are there', () => expect(cases.length).toBeGreaterThanOrEqual(least));
  test.each(cases)('$id: eosin edges $args differs in no pixel', async ({ id, input, golden, args }) => {
    const out = join(folder, `${id}.png`);
    expect(await said('edges', join(goldens, input), out, ...args)).toEqual({
      status: 0,
      out: `${out}\n`,
      err: '',
    });
    const png = decode(readFileSync(out));
    expect([png.channels, png.depth]).toEqual([1, 8]);
    expect(
      differing(pictureOf(readFileSync(out)).data, pictureOf(readFileSync(join(goldens, golden))).data),
    ).toBe(0);
  });
}

describe('our own goldens of OpenCV 4.6 through the command', () =>
  holdTo(join(import.meta.dirname, '../../../test/golden/canny/own'), 1, 50));

const shared = join(import.meta.dirname, '../../../../shared/data/canny');
describe.runIf(existsSync(shared) || process.env.CI === 'true')(
  'the shared goldens of OpenCV 4.6 through the command',
  () => holdTo(shared, 7, 20),
);

test('--auto says which thresholds it chose', async () => {
  const out = join(folder, 'auto.png');
  const { status, out: words } = await said('edges', join(fixtures, 'nuclei-16bit.tif'), out, '--auto');
  expect(status).toBe(0);
  const [, low, high] = /\(low (\d+), high (\d+)\)\n$/.exec(words) ?? [];
  expect(Number(low)).toBe(Math.round(0.4 * Number(high)));
  const again = join(folder, 'again.png');
  await said('edges', join(fixtures, 'nuclei-16bit.tif'), again, `--low=${low}`, `--high=${high}`);
  expect(readFileSync(again).equals(readFileSync(out))).toBe(true);
});

test('a turned photograph gives upright edges', async () => {
  const out = join(folder, 'turned.png');
  await said('edges', join(fixtures, 'formats/smooth-turned.jpg'), out);
  expect(decode(readFileSync(out))).toMatchObject({ width: 16, height: 24 });
});

test('a picture that cannot be read, or a place that cannot be written, is one line and status 1', async () => {
  const missing = join(folder, 'missing.png');
  expect(await said('edges', missing, join(folder, 'x.png'))).toEqual({
    status: 1,
    out: '',
    err: `eosin: ${missing} does not exist.\n`,
  });
  expect(await said('edges', join(fixtures, 'formats/rgb.png'), folder)).toEqual({
    status: 1,
    out: '',
    err: `eosin: ${folder} is a folder, not a file.\n`,
  });
});
