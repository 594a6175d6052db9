import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPng } from '../../engine/formats/png.ts';
import { encodePng } from '../../engine/formats/png-write.ts';
import { readZippedPairs } from '../../engine/pairs/read-pairs.ts';
import { said } from '../said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-pairs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pictures = join(folder, 'pictures');
mkdirSync(pictures);
for (const [i, name] of ['a.png', 'b.png', 'c.png'].entries()) {
  const data = Uint8Array.from({ length: 40 * 30 * 3 }, (_, at) => (at * (i + 1)) % 251);
  writeFileSync(join(pictures, name), await encodePng({ width: 40, height: 30, channels: 3, data }));
}
writeFileSync(join(pictures, 'notes.txt'), 'no picture');

test('pairs makes a folder that the reference loader reads: train and test, 512 x 256 each', async () => {
  const out = join(folder, 'set');
  const { status, out: words } = await said('pairs', pictures, '--out', out, '--seed', '3');
  expect([status, words]).toEqual([0, `${out}: 2 pairs to learn from, 1 held out\n`]);
  const files = ['train', 'test'].flatMap((part) =>
    readdirSync(join(out, part)).map((name) => join(out, part, name)),
  );
  expect(files).toHaveLength(3);
  for (const file of files) {
    const { width, height, channels } = await readPng(new Uint8Array(readFileSync(file)));
    expect([width, height, channels.length]).toEqual([512, 256, 3]);
  }
  expect(JSON.parse(readFileSync(join(out, 'pairs.json'), 'utf8'))).toMatchObject({ layout: 'AB', seed: 3 });
});

test('pairs into a ZIP, drawn dishes beside the pictures, is read back', { timeout: 30_000 }, async () => {
  const out = join(folder, 'set.zip');
  const { status } = await said('pairs', pictures, '--petri', '1', '--out', out, '--layout', 'BA');
  expect(status).toBe(0);
  const { learnt, held } = await readZippedPairs('set.zip', new Uint8Array(readFileSync(out)));
  expect([...learnt, ...held].map(({ name }) => name).sort()).toEqual([
    'a.png',
    'b.png',
    'c.png',
    'dish-000.png',
  ]);
});

test('pairs never mixes a data set into another', async () => {
  const out = join(folder, 'twice');
  await said('pairs', pictures, '--out', out);
  const { status, err } = await said('pairs', pictures, '--out', out);
  expect(status).toBe(2);
  expect(err).toMatch(/train holds 2 files already; name another folder\.\n$/);
});

test('a folder with a single picture ends in one line', async () => {
  const single = join(folder, 'single');
  mkdirSync(single);
  writeFileSync(join(single, 'a.png'), readFileSync(join(pictures, 'a.png')));
  const { status, err } = await said('pairs', single, '--out', join(folder, 'one'));
  expect(status).toBe(1);
  expect(err).toBe('eosin: A data set needs at least 2 coloured pictures; there is one.\n');
});

test('dishes draws as many as are asked for', async () => {
  const out = join(folder, 'dishes');
  const { status } = await said('dishes', '--count', '2', '--size', '24', '--out', out);
  expect(status).toBe(0);
  expect(readdirSync(out)).toEqual(['dish-000.png', 'dish-001.png']);
});

test.each<[about: string, args: string[], says: RegExp]>([
  ['nothing to make pairs of', ['pairs', '--out', folder], /needs coloured pictures/],
  ['no place to write to', ['pairs', pictures], /needs --out/],
  ['two folders', ['pairs', pictures, pictures, '--out', folder], /one folder, not 2/],
  ['a folder that is not there', ['pairs', 'nowhere', '--out', folder], /nowhere does not exist/],
  ['half a dish', ['pairs', '--petri', '1.5', '--out', folder], /--petri must be a whole number/],
  ['a layout that is none', ['pairs', pictures, '--out', folder, '--layout', 'AA'], /AB or BA/],
  ['no place for dishes', ['dishes'], /needs --out/],
  ['dishes too small to see', ['dishes', '--out', folder, '--size', '3'], /from 16 to 4096/],
])('wrong use, %s: status 2 and one clear line', async (_, args, says) => {
  const { status, err } = await said(...args);
  expect(status).toBe(2);
  expect(err).toMatch(/^eosin: [^\n]+\.\n$/);
  expect(err).toMatch(says);
});
