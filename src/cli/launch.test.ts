import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTexts } from '../engine/formats/png-write.ts';
import type { Said } from './said.fixture.ts';

const fixtures = join(import.meta.dirname, '../../test/fixtures');
const nuclei = join(fixtures, 'nuclei-16bit.tif');
const folder = mkdtempSync(join(tmpdir(), 'eosin-launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The real command in a process and a folder of its own. */
const eosin = (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const launch = join(import.meta.dirname, 'launch.mjs');
    execFile(process.execPath, [launch, ...args], { cwd: folder }, (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
  });

beforeAll(async () => {
  await eosin('--help'); // builds the command where these sources have not been built yet
}, 120_000);

test('edges writes a PNG of one channel and names it', async () => {
  expect(
    await eosin('edges', nuclei, 'edges.png', '--low', '20', '--high=60', '--sigma', '1.4', '--l2'),
  ).toEqual({ status: 0, out: 'edges.png\n', err: '' });
  const { channels, depth, data } = decode(readFileSync(join(folder, 'edges.png')));
  expect([channels, depth]).toEqual([1, 8]);
  expect(new Set(data)).toEqual(new Set([0, 255]));
});

test('render goes on past bad files, names each in one line and ends with 1', async () => {
  writeFileSync(join(folder, 'notes.png'), 'These are my notes, not a picture.');
  const { status, out, err } = await eosin(
    ...['render', 'notes.png', nuclei, 'missing.tif'],
    ...['--out', 'painted', '--model', 'nuclei-area', '--backend', 'wasm'],
  );
  expect([status, out]).toEqual([1, `${join('painted', 'nuclei-16bit.colour.png')}\n`]);
  expect(err.split('\n')).toEqual([
    expect.stringMatching(/^eosin: notes\.png is a text file, not a picture\./),
    'eosin: missing.tif does not exist.',
    '',
  ]);
  expect(readdirSync(join(folder, 'painted'))).toEqual(['nuclei-16bit.colour.png']);
  const png = new Uint8Array(readFileSync(join(folder, 'painted/nuclei-16bit.colour.png')));
  expect(decode(png)).toMatchObject({ width: 256, height: 256, channels: 3, depth: 8 });
  expect(JSON.parse(readTexts(png).eosin ?? '')).toMatchObject({
    model: { id: 'nuclei-area', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    recipe: { colour: { model: 'nuclei-area' } },
    source: { fingerprint: expect.stringMatching(/^sha256:/) },
  });
});

test('a recipe gives the same edges as the model whose recipe it is, and ends where it says', async () => {
  const [manifest, recipe] = ['manifest.json', 'recipe.json'];
  const { recipe: own } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../public/models/nuclei-area', manifest), 'utf8'),
  );
  await eosin('render', nuclei, '--out', 'a', '--model', 'nuclei-area', '--stage', 'edges');
  const written = new Uint8Array(readFileSync(join(folder, 'a/nuclei-16bit.edges.png')));
  const whole = JSON.parse(readTexts(written).eosin ?? '').recipe;
  expect(whole).toMatchObject(own);
  writeFileSync(join(folder, recipe), JSON.stringify(whole));
  const said = await eosin('render', nuclei, '--out', 'b', '--recipe', recipe);
  expect(said).toMatchObject({ status: 0, out: `${join('b', 'nuclei-16bit.edges.png')}\n` });
  expect(Buffer.compare(readFileSync(join(folder, 'b/nuclei-16bit.edges.png')), written)).toBe(0);
});

test('info --json and models say it on stdout, wrong use on stderr with 2', async () => {
  const { status, out } = await eosin('info', nuclei, '--json');
  expect([status, JSON.parse(out).bitDepth]).toEqual([0, 16]);
  expect((await eosin('models')).out).toContain('nuclei-area');
  expect(await eosin('edges')).toMatchObject({ status: 2, out: '' });
});

test('evaluate measures pairs, names what it cannot read, and a program can read the rest', async () => {
  mkdirSync(join(folder, 'pairs'));
  writeFileSync(join(folder, 'pairs/broken.png'), 'no picture');
  copyFileSync(nuclei, join(folder, 'pairs/field.tif'));
  writeFileSync(join(folder, 'pairs/README.md'), 'not looked at');
  const { status, out, err } = await eosin(
    ...['evaluate', '--model', 'nuclei-area', '--data', 'pairs', '--json', '--backend', 'wasm'],
  );
  expect([status, err.split('\n').length]).toEqual([1, 2]);
  expect(err).toContain('broken.png is a text file');
  const { files, mean, failed, sha256 } = JSON.parse(out);
  expect([failed, sha256.length]).toEqual([['broken.png'], 64]);
  const { file, ...figures } = files[0];
  expect([files.length, file]).toEqual([1, 'field.tif']);
  expect(mean).toEqual(figures);
  expect(figures.l1).toBeGreaterThan(0);
  expect(figures.edgeF1).toBeGreaterThan(0.5);
});
