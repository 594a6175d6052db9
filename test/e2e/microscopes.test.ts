import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { dropFiles, idle, visitors, withoutColour } from './studio.ts';

const studio = visitors();
const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const images = (page: Page) => page.getByRole('list', { name: 'Images' });

/** Between them they need every decoder that is loaded when it is first asked for. */
const files = [
  'zarr/v04.zarr.zip', // Blosc, LZ4
  'zarr/v05-shards.ozx', // Zstandard
  'dicom/grey12.dcm',
  'dicom/deflated.dcm',
  'dicom/jpeg-rgb.dcm',
  'dicom/lossless16.dcm',
];

test('DICOM and OME-Zarr open under the policy of the page, whatever packs them', async () => {
  const page = await studio.opened();
  await withoutColour(page);
  await dropFiles(page, files.map(fixture));
  for (const file of files) {
    const item = images(page).getByRole('listitem', { name: file.split('/')[1] ?? '', exact: true });
    await item
      .and(page.locator('[data-state="ready"]'))
      .or(item.locator('[data-state="ready"]'))
      .first()
      .waitFor();
  }
  await idle(page);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});
