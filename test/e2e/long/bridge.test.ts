import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright';
import { expect, test } from 'vitest';
import { checksum, idle, ready, visitors, withoutColour } from '../studio.ts';

const studio = visitors();

const low = (page: Page) => page.getByRole('slider', { name: 'Low threshold', exact: true });

/** Makes the engine's next look at its clock, which comes with the next render, one without end. */
const hangNext = (engine: Worker | undefined) =>
  engine?.evaluate(() => {
    performance.now = () => Number(Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });

test('an engine that does not stop is ended: by Cancel after three seconds, by its silence after thirty; the next works', async () => {
  const page = await studio.opened();
  await withoutColour(page);
  const edges = await checksum(page, 'Edges');

  await hangNext(page.workers()[0]);
  const second = page.waitForEvent('worker');
  await low(page).press('ArrowRight');
  await page.getByRole('button', { name: 'Cancel' }).click();
  const engine = await second;
  await low(page).press('ArrowLeft');
  await ready(page, 'Edges');
  await expect.poll(() => checksum(page, 'Edges')).toBe(edges);
  expect(await page.getByRole('alert').count()).toBe(0);
  await idle(page);

  await hangNext(engine);
  const third = page.waitForEvent('worker', { timeout: 90_000 });
  await low(page).press('PageUp');
  await third;
  const alert = page.getByRole('alert').first();
  await alert.waitFor();
  const name = await page
    .getByRole('list', { name: 'Images' })
    .getByRole('listitem')
    .first()
    .getAttribute('aria-label');
  expect(await alert.textContent()).toBe(
    `${name}: the engine gave no sign of life for 30 seconds and was started again.`,
  );
  await low(page).press('PageDown');
  await ready(page, 'Edges');
  expect(await checksum(page, 'Edges')).toBe(edges);
}, 180_000);

test('a slider overtakes a hundred thumbnails', async () => {
  const page = await studio.opened();
  await withoutColour(page);
  const edges = await checksum(page, 'Edges');
  const buffer = readFileSync(join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif'));
  const waiting = page.locator('li[data-state="waiting"]');
  const selected = page.getByRole('list', { name: 'Images' }).getByRole('button').first();
  await page
    .getByLabel('Add images')
    .setInputFiles(
      Array.from({ length: 100 }, (_, i) => ({ name: `${i}.tif`, mimeType: 'image/tiff', buffer })),
    );
  await selected.click();
  await low(page).press('PageUp');
  await ready(page, 'Edges');
  expect(await waiting.count()).toBeGreaterThan(0);
  expect(await checksum(page, 'Edges')).not.toBe(edges);
  await expect.poll(() => waiting.count(), { timeout: 60_000 }).toBe(0);
}, 180_000);
