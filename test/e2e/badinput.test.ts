import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { dropFiles, idle, ready, settled, visitors, withoutColour } from './studio.ts';

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

/** Kinds of bad file, of our own making. */
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
    write('cut.png', readFileSync(fixture('formats/rgb.png')).subarray(0, 90)),
    write('loop.tif', Buffer.from('49492a0008000000000008000000', 'hex')), // a directory whose next is itself
  ];
}

test('bad files are named in plain sentences while the good one among them goes on', async () => {
  const page = await studio.opened();
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
  'every hostile file is refused in a sentence, within 10 s and 1 GB, and a good one is read after them',
  async () => {
    const page = await studio.open();
    await withoutColour(page);
    const worker = page.workers()[0];
    const files = hostileFiles();
    expect(files).toHaveLength(103);
    await timeReading(page);
    const before = await peakMegabytes(page);
    await dropFiles(page, [...files.map(({ file }) => join(corpus, file)), fixture('nuclei-16bit.tif')]);
    const images = page.getByRole('list', { name: 'Images' });
    await expect.poll(() => images.getByRole('listitem').count()).toBe(files.length + 2);
    await expect
      .poll(() => images.locator('[data-state="waiting"]').count(), { timeout: 300_000, interval: 500 })
      .toBe(0);
    expect(Math.max(...(await readingMs(page)))).toBeLessThan(10_000);
    for (const [id, peak] of await peakMegabytes(page))
      if (peak !== before.get(id)) expect(peak).toBeLessThan(1000);

    const alerts = await page.getByRole('alert').allTextContents();
    const read = await images
      .locator('[data-state="ready"]')
      .evaluateAll((items) => items.map((item) => item.ariaLabel));
    for (const { file, mayBeRead } of files) {
      const name = basename(file);
      if (mayBeRead && read.includes(name)) continue;
      const sentence = alerts.find((text) => text.startsWith(`${name} `));
      expect(sentence, `about ${name}`).toMatch(/\w.*\.$/);
      expect(sentence).not.toMatch(/made a mistake|undefined|NaN|\[object|Error/);
    }
    await images.getByText('nuclei-16bit.tif').click();
    await ready(page, 'Edges');
    await idle(page);
    expect(page.workers()[0]).toBe(worker); // it was not ended and started again
  },
  400_000,
);

/** From now on, notes when a picture of the tray was read or refused. */
const timeReading = (page: Page) =>
  page.evaluate(() => {
    const times = [performance.now()];
    Object.assign(globalThis, { times });
    const list = document.querySelector('ul[aria-label="Images"]');
    if (!list) throw new Error('there is no tray');
    const note = () => times.push(performance.now());
    new MutationObserver(note).observe(list, { attributeFilter: ['data-state'], subtree: true });
  });

/** How long each took, as they are read one after the other. */
async function readingMs(page: Page): Promise<number[]> {
  const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times);
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}

/**
 * The most memory that each page's process has taken so far, by its id: a page's worker lives in it. Of none where Linux
 * does not say.
 */
async function peakMegabytes(page: Page): Promise<Map<number, number>> {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser || !existsSync('/proc/self/status')) return new Map();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const peakOf = (id: number) =>
    Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;
  return new Map(pages.map(({ id }) => [id, peakOf(id)]));
}
