import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTexts } from '../../../src/engine/formats/png-write.ts';
import { unzip } from '../../../src/engine/formats/zip.ts';
import { checksum, settled, stage, visitors } from '../studio.ts';

const { opened } = visitors();

test('all pictures of the tray come as a ZIP, each with its recipe; a cancelled export leaves nothing', async () => {
  const page = await opened();
  for (let i = 0; i < 3; i++) {
    await page.getByRole('button', { name: 'New dish' }).click();
    await settled(page);
  }
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'All pictures' }).click();
  await page.getByRole('combobox', { name: 'Of each' }).selectOption('Colour, generated');
  const saved = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Export 4 pictures' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('eosin.colour.zip');
  await page.getByText(/^Saved eosin\.colour\.zip: 4 pictures, /).waitFor();
  const files = await unzip(new Uint8Array(readFileSync(await download.path())), () => true);
  expect([...files.keys()].filter((name) => /^Dish \d+\.colour\.png$/.test(name))).toHaveLength(3);
  for (const png of files.values()) {
    expect(JSON.parse(readTexts(png).eosin ?? '').model.id).toBe('petri-pix2pix-grey');
  }

  // Once more, cancelled.
  await page.keyboard.press('Escape');
  const before = await checksum(page, 'Edges');
  await stage(page, 'Edges');
  await page.getByRole('slider', { name: 'High threshold' }).press('PageUp'); // so that all are to be made anew
  await settled(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'All pictures' }).click();
  await page.getByRole('button', { name: 'Export 4 pictures' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Export 4 pictures' }).waitFor();
  expect(await page.getByRole('dialog').getByRole('alert').count()).toBe(0);
  await page.keyboard.press('Escape');
  await settled(page);
  expect(await checksum(page, 'Edges')).not.toBe(before);
});
