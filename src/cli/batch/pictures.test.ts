import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { areSearched, picturesOf } from './pictures.ts';
import { ofShard, shardIn } from './shard.ts';

const root = mkdtempSync(join(tmpdir(), 'eosin-pictures-'));
afterAll(() => rmSync(root, { recursive: true }));
const put = (...names: readonly string[]) => {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), '');
  }
};
put(
  ...[
    'one/a.tif',
    'one/deep/a.tif',
    'one/deep/b.PNG',
    'one/notes.txt',
    'one/._a.tif',
    'two/a.tif',
    'two/[x].tif',
  ],
  ...[
    'zarrs/z.zarr/.zattrs',
    'zarrs/z.zarr/.zgroup',
    'zarrs/z.zarr/0/0.png',
    'zarrs/c.png',
    'twins/a.png',
    'twins/A.png',
  ],
);
const at = (path: string) => join(root, path);
const names = async (args: readonly string[], out = 'out') =>
  (await picturesOf(args.map(at), at(out))).map(({ name }) => name);

test('a folder gives its pictures with their folders, in the order of their names', async () => {
  expect(await names(['one'])).toEqual(['a.tif', 'deep/a.tif', 'deep/b.PNG']);
  expect(await names(['one', 'two'])).toEqual([
    'one/a.tif',
    'one/deep/a.tif',
    'one/deep/b.PNG',
    'two/[x].tif',
    'two/a.tif',
  ]);
});

test('a pattern gives what it matches, below the folder it starts from; a picture named twice counts once', async () => {
  expect(await names(['one/**/*.tif'])).toEqual(['a.tif', 'deep/a.tif']);
  expect(await names(['{one,two}/a.*', 'one'])).toEqual([
    'one/a.tif',
    'one/deep/a.tif',
    'one/deep/b.PNG',
    'two/a.tif',
  ]);
  expect(await names(['two/[x].tif'])).toEqual(['[x].tif']); // a file of that name is there
});

test('names do not depend on which files a folder holds beside', async () => {
  const before = await names(['one/deep']);
  put('one/deep/further/down.tif');
  expect(await names(['one/deep'])).toEqual([...before, 'further/down.tif']);
  rmSync(at('one/deep/further'), { recursive: true });
});

test('a Zarr in a folder is one picture, and one that is named is no batch', async () => {
  expect(await names(['zarrs'])).toEqual(['c.png', 'z.zarr']);
  expect(await areSearched([at('zarrs/z.zarr'), at('one/a.tif'), at('missing.tif')])).toBe(false);
  expect(await areSearched([at('one')])).toBe(true);
  expect(await areSearched([at('one/*.tif')])).toBe(true);
});

test('results are never taken for pictures', async () => {
  put('one/results/a.tif.colour.png');
  expect(await names(['one'], 'one/results')).toEqual(['a.tif', 'deep/a.tif', 'deep/b.PNG']);
  rmSync(at('one/results'), { recursive: true });
  await expect(names(['one'], 'one')).rejects.toThrow(/holds the pictures of/);
  await expect(names(['one/deep'], 'one')).rejects.toThrow(/holds the pictures of/);
});

test('nothing found, and names that some disks do not tell apart, are wrong use', async () => {
  await expect(names(['one/*.gif'])).rejects.toThrow(/matches no picture/);
  await expect(names(['twins'])).rejects.toThrow('A.png and a.png differ only in capitals');
});

test('shards share all pictures out, none twice, whatever their number', () => {
  const all = Array.from({ length: 23 }, (_, i) => i);
  for (const of of [1, 2, 4, 30]) {
    const shards = Array.from({ length: of }, (_, i) => ofShard(all, { index: i + 1, of }));
    expect(shards.flat().sort((a, b) => a - b)).toEqual(all);
    expect(Math.max(...shards.map((one) => one.length))).toBe(Math.ceil(23 / of));
  }
  expect(shardIn('2/4')).toEqual({ index: 2, of: 4 });
  for (const text of ['0/4', '5/4', '1', '1/0', 'a/b', '1/4/4'])
    expect(() => shardIn(text)).toThrow(/--shard/);
});
