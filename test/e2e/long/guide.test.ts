import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { readTexts } from '../../../src/engine/formats/png-write.ts';
import { dreaming, dreamt } from '../dreaming.ts';
import { checksum, visitors } from '../studio.ts';

const { opened } = visitors();
const nuclei = join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif');

async function guideByFile(page: Page, path: string) {
  await page.getByRole('button', { name: 'Choose a guide' }).click();
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'From a file' }).click();
  await (await dialog).setFiles(path);
}

/** What a dream's export says of its guide. */
async function exportedGuide(page: Page): Promise<string | null> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Dream/ }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk);
  const { eosin } = readTexts(new Uint8Array(Buffer.concat(chunks)));
  return JSON.parse(eosin ?? '{}').dream.guide;
}

test('a guide draws the dream another way, is named in what is saved, and can be taken away', async () => {
  const page = await opened();
  await dreaming(page, 2);
  await dreamt(page);
  const unguided = await checksum(page, 'Dream');
  await guideByFile(page, nuclei);
  const card = page.getByRole('region', { name: 'Dream', exact: true });
  await card.getByText('nuclei-16bit.tif').waitFor();
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(unguided);
  await dreamt(page);
  const guided = await checksum(page, 'Dream');
  expect(await exportedGuide(page)).toMatch(/^sha256:[0-9a-f]{64}$/);

  await page.getByRole('button', { name: 'Change the guide' }).click();
  await page.getByRole('menuitem').first().click(); // the picture of the tray
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(guided);
  await dreamt(page);
  expect(await checksum(page, 'Dream')).not.toBe(unguided);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => checksum(page, 'Dream')).toBe(guided);

  await page.getByRole('button', { name: 'Remove the guide' }).click();
  await expect.poll(() => checksum(page, 'Dream')).toBe(unguided);
  await dreamt(page);
  expect(await exportedGuide(page)).toBeNull();
});

test('a guide that is no picture is refused by its name', async () => {
  const page = await opened();
  await dreaming(page, 1);
  await dreamt(page);
  const unguided = await checksum(page, 'Dream');
  await guideByFile(page, import.meta.filename);
  await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/^guide\.test\.ts/);
  expect(await checksum(page, 'Dream')).toBe(unguided);
  await page.getByRole('button', { name: 'Choose a guide' }).waitFor();
});
