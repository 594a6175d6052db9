import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastRows, type Row } from '../../engine/batch/manifest.ts';
import { openManifest, readRows, shardOfName, writeManifest } from './manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const row = (source: string, change: Partial<Row> = {}): Row => ({
  source,
  sourceSha256: 'ab',
  recipeSha256: 'cd',
  models: 'net@ef',
  result: `${source}.png`,
  resultSha256: '01',
  cells: '41',
  seconds: '1.234',
  state: 'finished',
  error: '',
  ...change,
});

test('rows come back as they were added, whatever is in a name or a sentence', () => {
  const path = join(folder, 'words.csv');
  const rows = [row('a, "b".tif', { state: 'failed', error: 'a, "b".tif is\nno picture.' }), row('µ/é.tif')];
  const manifest = openManifest(path);
  for (const one of rows) manifest.add(one);
  manifest.close();
  expect(readRows(path)).toEqual(rows);
});

test('a row that was torn anywhere is no row, and the next one stands whole behind the last', () => {
  const path = join(folder, 'torn.csv');
  const whole = openManifest(path);
  whole.add(row('é.tif'), row('b "x".tif'));
  whole.close();
  const bytes = readFileSync(path);
  const first = bytes.indexOf('\n', bytes.indexOf('é')) + 1;
  for (let cut = first; cut < bytes.length; cut++) {
    writeFileSync(path, bytes.subarray(0, cut));
    expect(readRows(path)).toEqual([row('é.tif')]);
    const again = openManifest(path);
    again.add(row('c.tif'));
    again.close();
    expect(readRows(path)).toEqual([row('é.tif'), row('c.tif')]);
  }
});

test('the last row of a picture counts, and a manifest that is written anew has one each, in order', async () => {
  const rows = [row('b'), row('a', { state: 'waiting' }), row('a'), row('b', { state: 'failed' })];
  await writeManifest(folder, 'manifest.csv', lastRows(rows).values());
  expect(readRows(join(folder, 'manifest.csv'))).toEqual([row('a'), row('b', { state: 'failed' })]);
});

test('what is a manifest, and of which shard', () => {
  expect(shardOfName('manifest.csv')).toBe(null);
  expect(shardOfName('manifest.2-of-4.csv')).toEqual({ index: 2, of: 4 });
  expect(shardOfName('cells.csv')).toBe(undefined);
});
