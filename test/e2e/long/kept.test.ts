import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { checksum, deskOf, idle, ready, stage, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const nuclei = readFileSync(join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif'));

const names = (page: Page) =>
  page
    .getByRole('list', { name: 'Images' })
    .getByRole('listitem')
    .evaluateAll((all) => all.map((one) => one.ariaLabel));
const file = (name: string) => ({ name, mimeType: 'image/tiff', buffer: nuclei });
const add = (page: Page, count: number) =>
  page.getByLabel('Add images').setInputFiles(Array.from({ length: count }, (_, i) => file(`${i}.tif`)));
/** How many pictures a reload would bring back. */
const countKept = async (page: Page) => (await deskOf(page))?.now.items.length;

/** Thirty pictures, a setting, a stroke and a picture that was removed; without colours, which are about something else. */
async function worked(page: Page) {
  await withoutColour(page);
  await add(page, 30);
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'No colour' }).check();
  await stage(page, 'Edges');
  await idle(page);
  await page.getByRole('slider', { name: 'High threshold', exact: true }).press('PageUp');
  await page.keyboard.press('p');
  await page.getByRole('application', { name: 'Edges picture' }).focus();
  for (const key of ['Space', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Space']) await page.keyboard.press(key);
  await idle(page);
  await page.getByRole('button', { name: 'Remove 7.tif' }).click();
  await expect.poll(() => countKept(page)).toBe(30); // a first sample, and 30 but one
  return { names: await names(page), edges: await checksum(page, 'Edges') };
}

/** What came back is what was there, and its undo. */
async function isBack(page: Page, before: Awaited<ReturnType<typeof worked>>) {
  await ready(page, 'Edges');
  expect(await names(page)).toEqual(before.names);
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Edges');
  await expect.poll(() => checksum(page, 'Edges')).toBe(before.edges);
  await page.keyboard.press('ControlOrMeta+z');
  expect(await names(page)).toContain('7.tif');
  await page.keyboard.press('ControlOrMeta+z'); // the stroke
  await expect.poll(() => checksum(page, 'Edges')).not.toBe(before.edges);
}

/** Ends the engine as a browser that is short of memory does; Cancel then starts another. */
async function loseEngine(page: Page) {
  const next = page.waitForEvent('worker');
  await page.workers()[0]?.evaluate(() => close());
  await page.getByRole('slider', { name: 'High threshold', exact: true }).press('PageUp');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await next;
  await page.keyboard.press('ControlOrMeta+z');
  await idle(page);
  await expect.poll(async () => (await deskOf(page))?.future.length).toBe(1);
}

/** Crashes a tab. @returns another in its place. */
async function crashed(page: Page): Promise<Page> {
  const crash = page.waitForEvent('crash');
  const context = page.context();
  const devtools = await context.newCDPSession(page);
  devtools.send('Page.crash').catch(() => {}); // it has nobody left to answer
  await crash;
  await page.close();
  const next = await context.newPage();
  await next.goto(`${studio.url()}?backend=wasm`);
  return next;
}

test('a lost engine and a reload bring back thirty pictures, settings, strokes, the stage and undo, nothing twice', async () => {
  const page = await studio.open('?backend=wasm');
  const before = await worked(page);
  await loseEngine(page);
  expect(await names(page)).toEqual(before.names);
  await expect.poll(() => checksum(page, 'Edges')).toBe(before.edges);
  await page.reload();
  await isBack(page, before);
}, 180_000);

test('a tab that crashed is found again in a new one, and the two that were open do not share a tray', async () => {
  const page = await studio.open('?backend=wasm');
  const before = await worked(page);
  const other = await page.context().newPage();
  await other.goto(`${studio.url()}?backend=wasm`);
  await ready(other, 'Edges');
  expect(await names(other)).toHaveLength(1); // a first sample of its own
  await other.getByRole('button', { name: /^Remove/ }).click();
  await expect.poll(() => countKept(other)).toBe(0);
  expect(await names(page)).toEqual(before.names);

  await isBack(await crashed(page), before);
}, 240_000);

test('starting fresh empties the page, and one undo brings all back', async () => {
  const page = await studio.opened();
  const [had, edges] = [await names(page), await checksum(page, 'Edges')];
  await page.getByRole('button', { name: 'Start fresh' }).click();
  await page.getByText('Drop a picture anywhere').waitFor();
  expect(await names(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+z');
  await ready(page, 'Edges');
  expect(await names(page)).toEqual(had);
  await expect.poll(() => checksum(page, 'Edges')).toBe(edges);
});

test('a browser without room for files says so once, and the work goes on', async () => {
  const page = await studio.open('about:blank');
  await page.addInitScript(() => {
    Object.assign(globalThis, { refused: 0 });
    IDBObjectStore.prototype.put = () => {
      (globalThis as unknown as { refused: number }).refused++;
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await page.goto(`${studio.url()}?backend=wasm`);
  await withoutColour(page);
  await page.getByRole('slider', { name: 'High threshold', exact: true }).press('PageUp');
  await page.getByRole('alert').filter({ hasText: 'no more room' }).waitFor();
  const refused = () => page.evaluate(() => (globalThis as unknown as { refused: number }).refused);
  const before = await refused();
  await page.getByRole('slider', { name: 'High threshold', exact: true }).press('PageUp');
  await expect.poll(refused).toBeGreaterThan(before);
  expect(await page.getByRole('alert').count()).toBe(1);
  await ready(page, 'Edges');
});

/** A dream is at work. */
const dreams = (page: Page) =>
  expect
    .poll(() => page.locator('.dream-place').getAttribute('data-step'), { timeout: 60_000 })
    .not.toBeNull();

test('a dream that a reload or a crash cut short is dreamed again, once', async () => {
  const page = await studio.open('?backend=wasm');
  await ready(page, 'Colour');
  await stage(page, 'Dream');
  await page.getByRole('switch', { name: 'Dream', exact: true }).click();
  await dreams(page);
  await expect.poll(async () => (await deskOf(page))?.now.recipe.dream.enabled).toBe(true);
  await page.reload();
  await page.getByRole('switch', { name: 'Dream', exact: true, checked: true }).waitFor();
  await dreams(page);
  expect(await names(page)).toHaveLength(1);

  const next = await crashed(page);
  await next.getByRole('switch', { name: 'Dream', exact: true, checked: true }).waitFor();
  await dreams(next);
  expect(await names(next)).toHaveLength(1);
  await next.keyboard.press('Escape');
}, 180_000);
