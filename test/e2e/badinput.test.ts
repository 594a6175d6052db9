import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { dropFiles, ready, settled, visitors } from './studio.ts';

const studio = visitors();
const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const corpus = join(import.meta.dirname, '../../../shared/data/formats');

/** The corpus's hostile files: name, and whether it may not be read (`error`), or may (`ok-or-error`). */
function hostileFiles(): { file: string; mayBeRead: boolean }[] {
  const rows = readFileSync(join(corpus, 'index.csv'), 'utf8').split(/\r?\n/);
  return rows
    .filter((row) => row.split(',')[1] === 'hostile')
    .map((row) => ({ file: row.split(',')[0] ?? '', mayBeRead: row.includes(',ok-or-error,') }));
}

/** Three kinds of bad file, of our own making. */
function badFiles(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-bad-'));
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452000075300000753008000000', 'hex');
  return [
    write('notes.png', Buffer.from('These are my notes, not a picture.')),
    write('nothing.png', new Uint8Array()),
    write('huge.png', Buffer.concat([header, Buffer.alloc(64)])),
  ];
}

test('bad files are named in plain sentences while the good one among them goes on', async () => {
  const page = await studio.open();
  await settled(page);
  const bad = badFiles();
  await dropFiles(page, [...bad, fixture('nuclei-16bit.tif')]);
  for (const path of bad) {
    const alert = page
      .getByRole('alert')
      .filter({ hasText: basename(path) })
      .first();
    await alert.waitFor();
    expect((await alert.textContent())?.trim().startsWith(basename(path))).toBe(true);
  }
  await page.getByRole('list', { name: 'Images' }).getByText('nuclei-16bit.tif').click();
  await settled(page);
  await ready(page, 'Colour');
});

test.runIf(existsSync(corpus) || process.env.CI === 'true')(
  'every hostile file is refused in a sentence, and the worker still renders a good picture afterwards',
  async () => {
    const page = await studio.open();
    await settled(page);
    const worker = page.workers()[0];
    const files = hostileFiles();
    expect(files).toHaveLength(103);
    const crashed: string[] = [];
    page.on('crash', () => crashed.push('page'));
    await dropFiles(
      page,
      files.map(({ file }) => join(corpus, file)),
    );
    await dropFiles(page, [fixture('nuclei-16bit.tif')]);
    const images = page.getByRole('list', { name: 'Images' });
    await expect
      .poll(() => images.locator('[data-state="waiting"]').count(), { timeout: 300_000, interval: 500 })
      .toBe(0);
    const rows = await images.locator('li').evaluateAll((items) =>
      items.map((item) => ({
        name: item.getAttribute('aria-label') ?? '',
        state: item.getAttribute('data-state'),
        sentence: item.querySelector('button')?.title ?? '',
      })),
    );
    const wrong = files.filter(({ file, mayBeRead }) => {
      const row = rows.find(({ name }) => name === basename(file));
      const isRefused = row?.state === 'error' && row.sentence.startsWith(`${row.name} `);
      return !(isRefused || (mayBeRead && row?.state === 'ready'));
    });
    expect(wrong).toEqual([]);
    await images.getByText('nuclei-16bit.tif').click();
    await settled(page);
    expect(crashed).toEqual([]);
    expect(page.workers()[0]).toBe(worker);
  },
  400_000,
);
