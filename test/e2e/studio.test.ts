import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { provenanceIn } from '../provenance.ts';
import { checksum, dropFiles, ready, runs, settled, stage, visitors } from './studio.ts';

const studio = visitors();
const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);

const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });

/** Opens the studio with a model whose recipe suits the dropped nuclei, and drops them. */
async function withNuclei(page: Page) {
  await ready(page, 'Colour');
  await dropFiles(page, [fixture('nuclei-16bit.tif')]);
  await page.getByRole('list', { name: 'Images' }).getByText('nuclei-16bit.tif').waitFor();
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: /nuclei/i }).check();
  await settled(page);
}

describe('the studio', () => {
  test('a first visit shows a sample with its edges and its colours', async () => {
    const page = await studio.open();
    await settled(page);
    expect(await page.getByRole('list', { name: 'Images' }).getByRole('listitem').count()).toBeGreaterThan(0);
    await expect.poll(() => page.getByRole('figure', { name: 'Colour' }).textContent()).toMatch(/generated/i);
    expect(await checksum(page, 'Edges')).not.toBe(await checksum(page, 'Colour'));
  });

  test('a dropped 16-bit TIFF becomes input, edges and colour', async () => {
    const page = await studio.opened();
    await withNuclei(page);
    for (const name of ['Input', 'Edges', 'Colour'] as const) {
      const figure = await ready(page, name);
      expect(Number(await figure.getAttribute('data-seconds'))).toBeGreaterThanOrEqual(0);
    }
  });

  test('a slider reruns only the stages after it, and going back reruns none', async () => {
    const page = await studio.open(); // on a page that others used, what they had rendered need not run again
    await settled(page);
    const before = await Promise.all([runs(page, 'Input'), runs(page, 'Edges'), runs(page, 'Colour')]);
    const edgesBefore = await checksum(page, 'Edges');

    await stage(page, 'Edges');
    await slider(page, 'High threshold').press('PageUp');
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(edgesBefore);
    await settled(page);
    const after = await Promise.all([runs(page, 'Input'), runs(page, 'Edges'), runs(page, 'Colour')]);
    expect(after).toEqual([before[0], (before[1] ?? 0) + 1, (before[2] ?? 0) + 1]);

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => checksum(page, 'Edges')).toBe(edgesBefore);
    await settled(page);
    expect(await Promise.all([runs(page, 'Input'), runs(page, 'Edges'), runs(page, 'Colour')])).toEqual(
      after,
    );

    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(edgesBefore);
  });

  test('a stroke of the pen changes the edges and the colours, and undo takes it back', async () => {
    const page = await studio.opened();
    const edges = await checksum(page, 'Edges');
    const colours = await checksum(page, 'Colour');
    await page
      .getByRole('button', { name: 'Pen', exact: true })
      .or(page.getByRole('radio', { name: 'Pen', exact: true }))
      .first()
      .click();
    const box = await (await ready(page, 'Edges')).locator('canvas').first().boundingBox();
    if (!box) throw new Error('the Edges pane has no canvas on screen');
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(edges);
    await expect.poll(() => checksum(page, 'Colour')).not.toBe(colours);
    await settled(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => checksum(page, 'Edges')).toBe(edges);
    await expect.poll(() => checksum(page, 'Colour')).toBe(colours);
  });

  test('every pane and the sheet are exported as PNGs that carry their recipe and the hash of the model', async () => {
    const page = await studio.opened();
    const take = async (what: string) => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: new RegExp(`^${what}(?! and)`) }).click();
      const download = await saved;
      const bytes = readFileSync(await download.path());
      const { width, height, channels } = decode(bytes);
      return { name: download.suggestedFilename(), width, height, channels, ...provenanceIn(bytes) };
    };
    const square = { width: 256, height: 256, recipe: { edges: { aperture: 3 }, colour: { strength: 1 } } };
    const named = (what: string) => expect.stringMatching(new RegExp(`\\.${what}\\.png$`));
    const model = { id: expect.stringMatching(/^[a-z-]+$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(await take('Input')).toMatchObject({ ...square, channels: 3, name: named('input'), model: null });
    expect(await take('Edges')).toMatchObject({ ...square, channels: 1, name: named('edges'), model: null });
    expect(await take('Colour')).toMatchObject({ ...square, channels: 3, name: named('colour'), model });
    const sheet = await take('Side by side sheet');
    expect(sheet).toMatchObject({ name: named('sheet'), model });
    expect(sheet.width).toBeGreaterThan(3 * 256);
  });

  test('the theme that was chosen is there after a reload', async () => {
    const page = await studio.open('', { colorScheme: 'dark' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Light theme' }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await expect.poll(background).toBe(light);
  });
});
