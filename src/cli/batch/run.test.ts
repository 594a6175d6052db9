import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brightModel } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import { lastRows } from '../../engine/batch/manifest.ts';
import { encodeTiff } from '../../engine/formats/tiff-write.ts';
import { saidIn } from '../said.fixture.ts';
import { asideOf } from '../whole-file.ts';
import { readRows } from './manifest.ts';

const root = mkdtempSync(join(tmpdir(), 'eosin-batch-'));
const pictures = join(root, 'pictures');
const SIDE = 48;

/** Bright discs on dark, another number of them for each picture. */
function put(name: string, discs: number): void {
  const bright = (x: number, y: number) => Math.hypot((x % 12) - 6, (y % 12) - 6) < 4;
  const samples = Uint16Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return Math.floor(y / 12) * 4 + Math.floor(x / 12) < discs && bright(x, y) ? 4000 : 200;
  });
  mkdirSync(dirname(join(pictures, name)), { recursive: true });
  writeFileSync(join(pictures, name), encodeTiff(samples, SIDE, SIDE, [0.5, 0.5]));
}

const NAMES = ['a/x.tif', 'a/y.tif', 'b/deep/x.tif', 'b/x.tif', 'x.tif'];

beforeAll(async () => {
  await startWasm(); // so that Node's paths are set; the command takes the same backend
  const { manifest, bytes } = await brightModel();
  const shelf = join(root, 'public/models');
  mkdirSync(join(shelf, manifest.id), { recursive: true });
  writeFileSync(join(shelf, 'index.json'), JSON.stringify([manifest.id]));
  writeFileSync(join(shelf, manifest.id, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(shelf, manifest.id, 'weights-1.safetensors'), bytes);
  for (const [i, name] of NAMES.entries()) put(name, 3 + 2 * i);
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await startWasm(); // the command has let go of its own
});

const cells = (out: string, ...args: readonly string[]) =>
  saidIn(root, 'cells', pictures, '--out', join(root, out), '--backend', 'wasm', ...args);
const edges = (out: string, ...args: readonly string[]) =>
  saidIn(root, 'render', pictures, '--out', join(root, out), '--model', 'none', '--backend', 'wasm', ...args);
const merge = (...args: readonly string[]) => saidIn(root, 'merge', ...args);

/** All files below a folder with their bytes, hidden ones too. */
function contents(out: string): Record<string, string> {
  const files = readdirSync(join(root, out), { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(root, out, name)).isFile(),
  );
  return Object.fromEntries(
    files.sort().map((name) => [name, readFileSync(join(root, out, name), 'base64')]),
  );
}
const rowsOf = (out: string, name = 'manifest.csv') => [
  ...lastRows(readRows(join(root, out, name))).values(),
];
const namesDone = (stdout: string) => stdout.split('\n').filter(Boolean).sort();

test('pictures of equal names in several folders keep them, a folder of files for each and a table of all', async () => {
  const { status, out } = await cells('plain');
  expect(status).toBe(0);
  expect(namesDone(out).map((line) => line.replace(/:.*/, ''))).toEqual(NAMES);
  const endings = ['cells.csv', 'cells.geojson', 'colour.png', 'labels.tif', 'rois.zip'];
  expect(Object.keys(contents('plain'))).toEqual(
    [
      ...NAMES.flatMap((name) => endings.map((ending) => `${name}/${ending}`)),
      'cells.csv',
      'manifest.csv',
    ].sort(),
  );
  const rows = rowsOf('plain');
  expect(rows.map(({ source, state, cells }) => [source, state, cells])).toEqual(
    NAMES.map((name, i) => [name, 'finished', String(3 + 2 * i)]),
  );
  const [head, ...lines] = readFileSync(join(root, 'plain/cells.csv'), 'utf8').trim().split('\r\n');
  expect(head).toMatch(/^picture,label,area_px,area_um2,/);
  expect(lines.map((line) => line.split(',')[0])).toEqual(
    NAMES.flatMap((name, i) => Array<string>(3 + 2 * i).fill(name)),
  );
});

test('shards, whatever their number and order, give the bytes of the plain run once they are merged', async () => {
  for (const shard of ['3/3', '1/3', '2/3']) expect((await cells('shards', '--shard', shard)).status).toBe(0);
  expect(existsSync(join(root, 'shards/cells.csv'))).toBe(false);
  expect(await merge(join(root, 'shards'))).toMatchObject({ status: 0, err: '' });
  await merge(join(root, 'plain'));
  for (const name of readdirSync(join(root, 'shards')))
    if (/-of-/.test(name)) rmSync(join(root, 'shards', name));
  expect(contents('shards')).toEqual(contents('plain'));
});

test('shards in folders of their own are merged into one table, the results named from there', async () => {
  for (const shard of ['1/2', '2/2']) await cells(`own/${shard[0]}`, '--shard', shard);
  const folders = ['own/2', 'own/1'].map((name) => join(root, name));
  expect((await merge(...folders, '--out', join(root, 'own'))).status).toBe(0);
  expect(contents('own')['cells.csv']).toBe(contents('plain')['cells.csv']);
  expect(rowsOf('own').map(({ result }) => result)).toEqual(NAMES.map((name, i) => `${1 + (i % 2)}/${name}`));
});

test('a shard that is missing or has not ended is said, and nothing is merged', async () => {
  await edges('half', '--shard', '1/2');
  expect(await merge(join(root, 'half'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('shard 2/2'),
  });
  await edges('half', '--shard', '2/2');
  rmSync(join(root, 'half/b/x.tif.edges.png'));
  expect(await merge(join(root, 'half'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('b/x.tif is not finished'),
  });
  expect(existsSync(join(root, 'half/manifest.csv'))).toBe(false);
});

test('resume takes what is whole and makes the rest: cut, missing, changed, half-written, another source', async () => {
  await edges('resumed');
  const before = contents('resumed');
  const done = (name: string) => join(root, 'resumed', `${name}.edges.png`);
  writeFileSync(done('a/x.tif'), readFileSync(done('a/x.tif')).subarray(0, 40)); // half-written under its own name
  rmSync(done('a/y.tif'));
  renameSync(done('b/x.tif'), asideOf(done('b/x.tif'))); // as a kill leaves it
  put('x.tif', 2); // another picture under the old name
  const { status, out } = await edges('resumed', '--resume');
  expect(status).toBe(0);
  expect(namesDone(out)).toEqual(['a/x.tif', 'a/y.tif', 'b/x.tif', 'x.tif'].map(done).sort());
  const { 'manifest.csv': _, 'x.tif.edges.png': old, ...same } = before;
  const { 'manifest.csv': __, 'x.tif.edges.png': fresh, ...now } = contents('resumed');
  expect(now).toEqual(same); // no half-written file lies beside
  expect(fresh).not.toBe(old);
  put('x.tif', 3 + 2 * NAMES.indexOf('x.tif'));
  expect((await edges('resumed', '--resume')).out).toBe(`${done('x.tif')}\n`);
  expect({ ...contents('resumed'), 'manifest.csv': '' }).toEqual({ ...before, 'manifest.csv': '' });
  expect((await edges('resumed', '--resume')).out).toBe('');
  expect(namesDone((await edges('resumed', '--resume', '--scale', '0.5')).out)).toHaveLength(NAMES.length); // other settings
});

test('a manifest that was killed in mid-row is gone on with', async () => {
  await edges('torn');
  const path = join(root, 'torn/manifest.csv');
  const text = readFileSync(path, 'utf8');
  const last = text.lastIndexOf('\n', text.length - 2) + 1;
  writeFileSync(path, text.slice(0, last + 30));
  expect(namesDone((await edges('torn', '--resume')).out)).toEqual([join(root, 'torn/x.tif.edges.png')]);
  expect(rowsOf('torn').map(({ source, state }) => [source, state])).toEqual(
    NAMES.map((name) => [name, 'finished']),
  );
  appendFileSync(path, '"x.tif');
  expect((await edges('torn', '--resume')).out).toBe('');
});

test('a bad picture marks its row, the others are finished, and the merge says so again', async () => {
  writeFileSync(join(pictures, 'b/bad.tif'), 'These are my notes.');
  const { status, err } = await edges('bad');
  expect(status).toBe(1);
  expect(err).toMatch(/^eosin: b\/bad\.tif is a text file, not a picture\./);
  expect(err).toMatch(/5 of 6 pictures are finished; .*manifest\.csv lists them\.\n$/);
  const bad = rowsOf('bad').find(({ source }) => source === 'b/bad.tif');
  expect(bad).toMatchObject({ state: 'failed', result: '', error: expect.stringContaining('not a picture') });
  expect(await merge(join(root, 'bad'))).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^eosin: b\/bad\.tif/),
  });
  rmSync(join(pictures, 'b/bad.tif'));
  expect((await edges('bad', '--resume')).status).toBe(0);
  expect(rowsOf('bad').map(({ source }) => source)).toEqual(NAMES);
});

test('a second run without --resume is wrong use, and touches nothing', async () => {
  const before = contents('plain');
  expect(await cells('plain')).toMatchObject({ status: 2, err: expect.stringContaining('--resume') });
  expect(contents('plain')).toEqual(before);
});
