import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { decode } from '../../../src/engine/stages/decode.ts';
import { checksum, deskOf, dropFiles, idle, ready, stage, visitors } from '../studio.ts';

const studio = visitors();
const nuclei = join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif');
const folder = mkdtempSync(join(tmpdir(), 'eosin-labels-'));
afterAll(() => rmSync(folder, { recursive: true }));

const region = (page: Page) => page.getByRole('region', { name: 'Cells from a file' });
const count = async (page: Page) =>
  Number(/(\d+) cells?/.exec((await page.locator('.cells-summary').textContent()) ?? '')?.[1]);
const counts = async (page: Page) =>
  (await region(page).locator('.agreement b').allTextContents()).map(Number);

/** Saves what a button of the inspector hands out into the folder. */
async function saved(page: Page, button: string, name: string) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const path = join(folder, name);
  writeFileSync(path, readFileSync(await (await download).path()));
  return path;
}

test('a label map that is dropped beside its picture is compared with what was found, then shown and saved in its place', async () => {
  const page = await studio.open('?backend=wasm');
  await ready(page, 'Colour');
  await dropFiles(page, [nuclei]);
  await idle(page);
  await stage(page, 'Cells');
  await page.getByRole('switch', { name: 'Find cells' }).click();
  await ready(page, 'Cells');
  await idle(page);
  const found = await count(page);
  const plain = await checksum(page, 'Cells');
  const labels = await saved(page, 'Labels (TIFF)', 'nuclei-16bit.labels.tif');
  const outlines = await saved(page, 'QuPath outlines', 'nuclei-16bit.cells.geojson');
  const rois = await saved(page, 'ImageJ outlines', 'RoiSet.zip');

  // Its own cells agree in each of the three forms, and are outlined.
  for (const file of [rois, outlines, labels]) {
    await dropFiles(page, [file]);
    await expect.poll(() => counts(page), { timeout: 20_000 }).toEqual([found, 0, 0]);
    await region(page).getByText(`The file has ${found} cells, ${found} were found; AP50 1.00`).waitFor();
    await idle(page);
  }
  expect(await page.locator('.tray-item').count()).toBe(2); // the sample and the nuclei
  await expect.poll(() => checksum(page, 'Cells')).not.toBe(plain);

  // What is left out here is only in the file.
  const least = page.getByRole('slider', { name: 'Least size, px²' });
  await least.press('End');
  await expect.poll(async () => (await counts(page))[1]).toBeGreaterThan(0);
  await idle(page);
  const [matched = 0, missed = 0, extra = 0] = await counts(page);
  expect(matched + missed).toBe(found);
  expect(matched + extra).toBe(await count(page));

  // In place of what is found: the least size no longer counts, and the file's own cells are saved again.
  await region(page).getByRole('radio', { name: 'Use these cells' }).click();
  await expect.poll(() => count(page)).toBe(found);
  await idle(page);
  expect(await region(page).locator('.agreement').count()).toBe(0);
  const again = await decode(
    'again.tif',
    new Uint8Array(readFileSync(await saved(page, 'Labels (TIFF)', 'again.tif'))),
  );
  expect(Math.max(...(again.channels[0]?.samples ?? []))).toBe(found);
  const shown = await checksum(page, 'Cells');

  await expect
    .poll(async () => Object.values((await deskOf(page))?.now.labels ?? {})[0]?.areShown)
    .toBe(true);
  await page.reload();
  await ready(page, 'Cells');
  await expect.poll(() => checksum(page, 'Cells')).toBe(shown);
  await stage(page, 'Cells');
  await region(page).getByRole('button', { name: 'Remove the file of cells' }).click();
  await expect.poll(() => count(page)).toBe(matched + extra);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => count(page)).toBe(found);
  await idle(page);

  // A file that is none is named and taken away; one of another picture too.
  const torn = join(folder, 'torn.geojson');
  writeFileSync(torn, '{"type": "FeatureCollection", "features": [');
  await dropFiles(page, [torn]);
  await page
    .getByText(/^torn\.geojson /)
    .first()
    .waitFor();
  await expect.poll(() => region(page).getByText('torn.geojson').count()).toBe(0);
}, 180_000);
