import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { readTexts } from '../../../src/engine/formats/png-write.ts';
import { encodeTiff } from '../../../src/engine/formats/tiff-write.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { dropFiles, idle, pane, ready, visitors } from '../studio.ts';

const studio = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-walks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Counts from here on the clicks of a hand. @returns how many there were. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Object.assign(globalThis, { clicks: 0 });
    addEventListener(
      'pointerdown',
      () => {
        (globalThis as unknown as { clicks: number }).clicks++;
      },
      true,
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { clicks: number }).clicks);
}

/** Opens Export, clicks an entry and waits for the file. */
async function saved(page: Page, entry: string) {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  const download = await saving;
  const bytes = readFileSync(await download.path());
  return { name: download.suggestedFilename(), bytes, ...JSON.parse(readTexts(bytes).eosin ?? '{}') };
}

test('a pupil has a saved dream within six clicks of a first visit, and sees before what a dream looks like', async () => {
  const page = await studio.open('?backend=wasm');
  await ready(page, 'Colour');
  const clicks = await countClicks(page);
  const dream = pane(page, 'Dream');
  const example = dream.getByRole('img', { name: /^A blood smear/ });
  expect(await example.evaluate((picture: HTMLImageElement) => picture.decode())).toBeUndefined(); // it is there
  await dream.getByText('An example: dreamed by a network').waitFor();
  await dream.getByRole('button', { name: 'Dream this' }).click();
  await example.waitFor({ state: 'detached' });
  await ready(page, 'Dream', 200_000);
  const file = await saved(page, 'Dream generated');
  expect(file).toMatchObject({ shows: 'dream', dream: { id: file.recipe.dream.model } });
  expect(await clicks()).toBeLessThanOrEqual(6);
});

test('a biologist has a pair with a scale bar within six clicks of dropping a picture', async () => {
  // The fluorescence tile again, with the pixel size that a microscope writes.
  const { width, height, channels } = await decode(
    'nuclei.tif',
    readFileSync(join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif')),
  );
  const path = join(folder, 'nuclei.tif');
  writeFileSync(path, encodeTiff(Uint16Array.from(channels[0]?.samples ?? []), width, height, [0.5, 0.5]));
  const page = await studio.opened();
  const clicks = await countClicks(page);
  await dropFiles(page, [path]);
  await pane(page, 'Input').getByTitle('From the pixel size that the file gives').waitFor();
  await idle(page);
  await ready(page, 'Colour'); // by the model that was made for fluorescence
  const { name, bytes, shows, model } = await saved(page, 'Input and Colour');
  expect(await clicks()).toBeLessThanOrEqual(6);
  expect({ name, shows }).toEqual({ name: 'nuclei.input-colour.png', shows: ['input', 'colour'] });
  expect(model.id).toMatch(/nuclei/);
  // The bar stands below the pictures: png.test.ts measures it.
  const sheet = await decode(name, bytes);
  expect(sheet.height).toBe(256 + 17 + 13 + 2 * 12);
});
