import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { checksum, deskOf, dragIn, dropFiles, idle, settled, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const fixture = (name: string) => join(import.meta.dirname, '../../fixtures', name);
const images = (page: Page) => page.getByRole('list', { name: 'Images' });

/** Between them they need every decoder that is loaded when it is first asked for. */
const files = [
  'zarr/v04.zarr.zip', // Blosc, LZ4
  'zarr/v05-shards.ozx', // Zstandard
  'formats/sixteen-zstd.tif',
  'dicom/grey12.dcm',
  'dicom/deflated.dcm',
  'dicom/jpeg-rgb.dcm',
  'dicom/lossless16.dcm',
];

/** Waits until the picture of a name is drawn. */
const drawn = (page: Page, name: string) =>
  images(page).locator(`[aria-label="${name}"][data-state="ready"]`).waitFor();

test('DICOM, OME-Zarr and packed TIFF open under the policy of the page, whatever packs them', async () => {
  const page = await studio.opened();
  await withoutColour(page);
  await dropFiles(page, files.map(fixture));
  for (const file of files) await drawn(page, file.split('/')[1] ?? '');
  await idle(page);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});

test('a dropped folder that is a Zarr is one picture, named after it, and comes back after a reload', async () => {
  const page = await studio.open();
  await settled(page);
  await dragIn(page, [fixture('zarr/small.zarr')]);
  await drawn(page, 'small.zarr');
  const item = images(page).getByRole('listitem', { name: 'small.zarr', exact: true });
  expect(await item.textContent()).toContain('11 × 9');
  const input = await checksum(page, 'Input');
  await expect.poll(async () => (await deskOf(page))?.now.items.length).toBe(2); // the first sample, too
  await idle(page);
  await page.reload();
  await drawn(page, 'small.zarr');
  await expect.poll(() => checksum(page, 'Input')).toBe(input);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});
