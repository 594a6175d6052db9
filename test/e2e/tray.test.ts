import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { checksum, dragIn, idle, ready, settled, stage, visitors, withoutColour } from './studio.ts';

const studio = visitors();
const fixtures = join(import.meta.dirname, '../fixtures');

const images = (page: Page) => page.getByRole('list', { name: 'Images' });
const names = (page: Page) =>
  images(page)
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.ariaLabel));
const current = (page: Page) => images(page).locator('[aria-current]').locator('.tray-name').textContent();

describe('the tray', () => {
  test('a picture that is dropped while the page starts is painted by no model that was not made for its kind', async () => {
    const page = await studio.open('about:blank');
    await page.goto(`${studio.url()}?backend=wasm`, { waitUntil: 'domcontentloaded' });
    await page.getByLabel('Add images').setInputFiles(join(fixtures, 'formats/smooth.jpg'));
    await ready(page, 'Edges');
    await page.getByRole('radio', { name: 'No colour', checked: true }).waitFor();
    expect(await page.getByRole('listitem', { name: 'smooth.jpg' }).count()).toBe(1);
  });

  test('without the list of samples a picture that is dropped is read and shown all the same', async () => {
    const page = await studio.open('about:blank');
    await page.route('**/samples/index.json', (route) => route.fulfill({ status: 500, body: '' }));
    await page.goto(`${studio.url()}?backend=wasm`);
    await page.getByText('The list of samples could not be loaded (HTTP 500).').waitFor();
    await page.getByLabel('Add images').setInputFiles(join(fixtures, 'nuclei-16bit.tif'));
    await ready(page, 'Edges');
    await page.getByRole('listitem', { name: 'nuclei-16bit.tif' }).waitFor();
  });

  test('takes a folder and a file that are dropped: of the folder its pictures, at any depth', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const folder = mkdtempSync(join(tmpdir(), 'eosin-folder-'));
    for (const name of ['formats', 'nuclei-16bit.tif', 'make_nuclei_16bit.py']) {
      cpSync(join(fixtures, name), join(folder, name), { recursive: true });
    }
    await dragIn(page, [folder, join(fixtures, 'make_fixtures.py')]);
    await expect.poll(() => names(page)).toContain('rgb.webp');
    await idle(page);
    const added = await names(page);
    expect(added).toContain('nuclei-16bit.tif');
    expect(added).not.toContain('make_nuclei_16bit.py');
    expect(added.filter((name) => name?.endsWith('.py'))).toEqual(['make_fixtures.py']); // asked for by itself
    const alerts = await page.getByRole('alert').allTextContents();
    expect(alerts.map((text) => text.slice(0, 16))).toEqual(['make_fixtures.py']);
    expect(await images(page).locator('[data-state="ready"]').count()).toBe(added.length - 1);
  });

  test('takes what is pasted, what the file dialog gives and the samples; [ and ] step through, Delete removes', async () => {
    const page = await studio.open(); // a page that others used may know a model for this kind
    await withoutColour(page);
    const [first] = await names(page);

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const png = readFileSync(join(fixtures, 'formats/rgb.png')).toString('base64');
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
      ]);
    }, png);
    await page.keyboard.press('ControlOrMeta+v');
    await expect.poll(() => names(page)).toEqual([first, 'image.png']);

    const dialog = page.waitForEvent('filechooser');
    await page.getByLabel('Add images').press('Enter');
    await (await dialog).setFiles([join(fixtures, 'nuclei-16bit.tif'), join(fixtures, 'formats/rgb.bmp')]);
    await expect.poll(() => names(page)).toEqual([first, 'image.png', 'nuclei-16bit.tif', 'rgb.bmp']);
    expect(await current(page)).toBe('nuclei-16bit.tif');
    await idle(page);

    await page.keyboard.press('[');
    expect(await current(page)).toBe('image.png');
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    expect(await current(page)).toBe('rgb.bmp');
    await page.keyboard.press(']');
    expect(await current(page)).toBe(first);
    await idle(page);
    const shown = await checksum(page, 'Input');

    await images(page)
      .getByRole('button', { name: /image\.png/ })
      .first()
      .focus();
    await page.keyboard.press('Delete');
    expect(await names(page)).toEqual([first, 'nuclei-16bit.tif', 'rgb.bmp']);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('nuclei-16bit.tif');
    expect(await checksum(page, 'Input')).toBe(shown);

    await page.getByRole('button', { name: 'Samples' }).click();
    const samples = page.getByRole('dialog', { name: 'Samples' });
    await samples.getByRole('button', { name: /Drawn nuclei/ }).click();
    await samples.waitFor({ state: 'hidden' });
    await expect.poll(() => current(page)).toBe('Drawn nuclei');
    await stage(page, 'Colour');
    await expect.poll(() => page.getByRole('radio', { name: 'Nuclei by area' }).isChecked()).toBe(true);
    await settled(page);
    expect(await checksum(page, 'Input')).not.toBe(shown);
  });

  test('that was emptied says what to do', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    await images(page).getByRole('button').first().focus();
    await page.keyboard.press('Delete');
    await page.getByText('Drop a picture anywhere').waitFor();
    for (const name of ['Input', 'Edges', 'Colour']) {
      expect(await page.getByRole('figure', { name, exact: true }).getAttribute('data-state')).toBe('empty');
    }
  });
});
