import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeTiff } from '../../../src/engine/formats/tiff-write.ts';
import { violations } from '../axe.ts';
import { dropFiles, idle, pane, ready, stage, visitors } from '../studio.ts';

const studio = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-learn-'));
const file = join(folder, 'rows.tif');

/** Two columns of four bright beans, each of which is to be two cells. */
const [WIDTH, HEIGHT] = [64, 64];
const COLUMNS = [15, 41];
beforeAll(() => {
  const samples = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [(i % WIDTH) + 0.5, (Math.floor(i / WIDTH) % 16) + 0.5];
    const inside = COLUMNS.some((middle) => Math.hypot(Math.max(0, Math.abs(x - middle) - 3), y - 8) < 5);
    return 300 + ((i * 7919) % 61) + (inside ? 3000 : 0);
  });
  writeFileSync(file, encodeTiff(samples, WIDTH, HEIGHT, null));
});
afterAll(() => rmSync(folder, { recursive: true }));

const count = async (page: Page) =>
  Number(/(\d+) cells?/.exec((await page.locator('.cells-summary').textContent()) ?? '')?.[1]);
const learn = (page: Page) => page.getByRole('button', { name: 'Learn from my corrections' });
const model = (page: Page) => page.getByRole('combobox', { name: 'Cell model' });
const chosen = (page: Page) => model(page).locator('option:checked').textContent();

test('a net learns from cut cells in the background, says what that gained, finds cells with it, and all is undone', async () => {
  const page = await studio.open('?backend=wasm');
  await ready(page, 'Colour');
  await dropFiles(page, [file]);
  await idle(page);
  await stage(page, 'Cells');
  expect(await learn(page).isDisabled()).toBe(true);
  await page.getByText(/^Mend cells on one to 5 pictures/).waitFor();
  await page.getByRole('switch', { name: 'Find cells' }).click();
  await ready(page, 'Cells');
  await idle(page);
  // The lesson keeps to the diameter that a person sets.
  await page.getByRole('switch', { name: 'Find the diameter' }).click();
  const diameter = page.getByRole('slider', { name: 'Diameter, px' });
  await diameter.press('PageUp');
  await idle(page);
  const found = await count(page);
  expect(found).toBe(8);

  // A cut along each column: eight beans become sixteen cells, four of which lie in the quarter that is held out.
  const box = await pane(page, 'Cells').locator('canvas').boundingBox();
  if (!box) throw new Error('the Cells pane shows no picture');
  await page.getByRole('radio', { name: 'Cut cells' }).click();
  for (const column of COLUMNS) {
    const x = box.x + (box.width * column) / WIDTH;
    await page.mouse.move(x, box.y + 1);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height - 1, { steps: 12 });
    await page.mouse.up();
  }
  await expect.poll(() => count(page)).toBe(found + 8);
  await idle(page);

  // With the keyboard, and stopped once.
  await learn(page).focus();
  await page.keyboard.press('Enter');
  const bar = page.getByRole('progressbar', { name: /Learning|Measuring|Waiting/ });
  await bar.waitFor();
  await page.getByText(/^Learning, \d+ %/).waitFor({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stop learning' }).press('Enter');
  await learn(page).waitFor();
  expect(await model(page).count()).toBe(0); // nothing is left of it

  await learn(page).click();
  await page.getByText(/left$/).waitFor({ timeout: 60_000 });
  // The page works on meanwhile.
  await page.getByRole('slider', { name: 'Threshold' }).press('ArrowRight');
  await idle(page);
  const region = page.getByRole('region', { name: 'Learn from corrections' });
  const said = region.getByText(/^Learnt from \d+ cells in/);
  await said.waitFor({ timeout: 200_000 });
  const words = (await said.textContent()) ?? '';
  const score = /Before (\d\.\d\d), after (\d\.\d\d) on (\d+) cells that were held out/.exec(words);
  expect(score, words).not.toBeNull();
  expect(Number(score?.[2])).toBeGreaterThan(Number(score?.[1]) + 0.1);
  expect(await chosen(page)).toMatch(/^Learnt, 1 picture/);
  await idle(page);
  expect(await count(page)).toBe(found + 8); // the cuts that it has learnt take no slivers off

  await region.getByRole('button', { name: 'Undo' }).click();
  await learn(page).waitFor();
  await expect.poll(() => model(page).count()).toBe(0);
  await expect.poll(() => count(page)).toBe(found + 8);
}, 400_000);
