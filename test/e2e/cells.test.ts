import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { decode } from '../../src/engine/stages/decode.ts';
import { checksum, deskOf, dropFiles, idle, pane, ready, stage, visitors } from './studio.ts';

const studio = visitors();
const nuclei = join(import.meta.dirname, '../fixtures/nuclei-16bit.tif');

const smear = join(import.meta.dirname, '../../public/samples/smear_a_092.jpg');

const summary = async (page: Page) => (await page.locator('.cells-summary').textContent()) ?? '';
const count = async (page: Page) => Number(/(\d+) cells?/.exec(await summary(page))?.[1]);
const table = (page: Page) => page.getByRole('table', { name: 'Cells' });

/** Fluorescent nuclei with their cells found. */
async function withCells(page: Page) {
  await dropFiles(page, [nuclei]);
  await idle(page);
  await page.getByRole('radio', { name: 'One large' }).check(); // a small pane has no tools
  await stage(page, 'Cells');
  await page.getByRole('switch', { name: 'Find cells' }).click();
  await ready(page, 'Cells');
  await idle(page);
}

/** Saves what a button of the inspector hands out. */
async function saved(page: Page, name: string) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  return readFileSync(await (await download).path());
}

test('cells are found, cut, joined again by undo, chosen in picture and table, and saved in four forms', async () => {
  const page = await studio.opened();
  await withCells(page);
  const found = await count(page);
  expect(found).toBeGreaterThan(5);

  // A cut through the whole picture parts at least one of them.
  const box = await pane(page, 'Cells').locator('canvas').boundingBox();
  if (!box) throw new Error('the Cells pane shows no picture');
  await page.getByRole('radio', { name: 'Cut cells' }).click();
  await page.mouse.move(box.x + 4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + box.height / 2, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => count(page)).toBeGreaterThan(found);
  await idle(page);
  const cut = await count(page);
  await page.getByRole('button', { name: 'Cells', exact: true }).click();
  await table(page).waitFor();
  expect(await table(page).getAttribute('aria-rowcount')).toBe(String(cut + 1));
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => count(page)).toBe(found);
  await idle(page);
  await page.keyboard.press('v');

  // A row that is chosen stands out in the picture; the keyboard chooses it too.
  const plain = await checksum(page, 'Cells');
  await table(page).getByRole('button', { name: 'Cell 1', exact: true }).press('Enter');
  await expect.poll(() => checksum(page, 'Cells')).not.toBe(plain);
  await page.getByRole('button', { name: 'Choose none' }).click();
  await expect.poll(() => checksum(page, 'Cells')).toBe(plain);

  // A box in the plot chooses the cells within it.
  const plot = page.locator('.cells-plot .u-over');
  const room = await plot.boundingBox();
  if (!room) throw new Error('there is no plot');
  await page.mouse.move(room.x + 2, room.y + 20);
  await page.mouse.down();
  await page.mouse.move(room.x + room.width - 2, room.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.getByText(`${found} chosen`).waitFor();

  await table(page)
    .getByRole('button', { name: /^Area, px/ })
    .click();
  expect(await table(page).locator('th[aria-sort="ascending"]').textContent()).toMatch(/^Area, px/);

  const csv = (await saved(page, 'Table (CSV)')).toString();
  expect(csv.trim().split('\n')).toHaveLength(found + 1);
  const labels = await decode('labels.tif', new Uint8Array(await saved(page, 'Labels (TIFF)')));
  expect(Math.max(...(labels.channels[0]?.samples ?? []))).toBe(found);
  expect(JSON.parse((await saved(page, 'QuPath outlines')).toString()).features).toHaveLength(found);
  expect(Object.keys(unzipSync(await saved(page, 'ImageJ outlines')))).toHaveLength(found);
}, 180_000);

test('a smear and a fluorescence picture that are dropped together each show their cells', async () => {
  const page = await studio.opened();
  await dropFiles(page, [smear, nuclei]);
  await idle(page);
  await stage(page, 'Cells');
  await page.getByRole('switch', { name: 'Find cells' }).click();
  await ready(page, 'Cells');
  await idle(page);
  const shown = page.getByRole('list', { name: 'Images' }).locator('[aria-current]');
  expect(await shown.textContent()).toContain('smear_a_092.jpg');
  const red = await count(page);
  expect(red).toBeGreaterThan(5);
  await page.keyboard.press(']');
  await expect.poll(() => shown.textContent()).toContain('nuclei-16bit.tif');
  await ready(page, 'Cells');
  await idle(page);
  expect(await count(page)).toBeGreaterThan(5);
});

test('cells are coloured apart, or by their area with a legend, and come back after a reload', async () => {
  const page = await studio.open('?backend=wasm');
  await ready(page, 'Colour');
  await withCells(page);
  const found = await count(page);
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'Cells apart' }).click();
  await idle(page);
  const apart = await checksum(page, 'Colour');
  await page.getByRole('combobox', { name: 'Colour says' }).selectOption('Area');
  await page.getByRole('figure', { name: /^Legend: Area/ }).waitFor();
  await expect.poll(() => checksum(page, 'Colour')).not.toBe(apart);
  await idle(page);
  const byArea = await checksum(page, 'Colour');
  await expect.poll(async () => (await deskOf(page))?.now.recipe.colour.palette).toBe('area');
  await page.reload();
  await ready(page, 'Colour');
  await ready(page, 'Cells');
  await expect.poll(() => checksum(page, 'Colour')).toBe(byArea);
  await stage(page, 'Cells');
  await expect.poll(() => count(page)).toBe(found);
}, 180_000);
