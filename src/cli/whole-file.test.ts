import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { asideOf, removeAside, writeWhole } from './whole-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is whole under its name, in folders that were made for it, and nothing lies beside it', async () => {
  const path = join(folder, 'deep/er/x.png');
  await writeWhole(path, Uint8Array.of(1, 2, 3));
  await writeWhole(path, Uint8Array.of(4));
  expect([...readFileSync(path)]).toEqual([4]);
  expect(readdirSync(join(folder, 'deep/er'))).toEqual(['x.png']);
});

test('a file that cannot be written is named, and leaves nothing half-written', async () => {
  mkdirSync(join(folder, 'taken.png/inside'), { recursive: true });
  await expect(writeWhole(join(folder, 'taken.png'), 'x')).rejects.toThrow(/taken\.png/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('what a killed process left is taken away, of these files alone', async () => {
  const place = join(folder, 'left');
  mkdirSync(place);
  const long = `${'long '.repeat(40)}.png`;
  for (const name of ['a.png', 'b.png', long]) writeFileSync(asideOf(join(place, name)), 'half');
  writeFileSync(join(place, 'a.png'), 'whole');
  await removeAside(['a.png', long].map((name) => join(place, name)));
  expect(readdirSync(place).sort()).toEqual([expect.stringMatching(/^\.b\.png\..*\.part$/), 'a.png']);
});
