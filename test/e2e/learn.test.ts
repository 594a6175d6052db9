import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeTiff } from '../../src/engine/formats/tiff-write.ts';
import { dropFiles, idle, pane, ready, stage, visitors } from './studio.ts';

const studio = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-learn-'));
const file = join(folder, 'rows.tif');

/** Four rows of four bright cells. */
const [WIDTH, HEIGHT] = [64, 64];
beforeAll(() => {
  const samples = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [(i % WIDTH) % 16, Math.floor(i / WIDTH) % 16];
    const away = Math.hypot(x - 7.5, y - 7.5);
    return 300 + ((i * 7919) % 61) + (away < 6 ? 3000 : 0);
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
  // Looked at as if they were large, the picture is seen small, and a lesson takes seconds.
  await page.getByRole('switch', { name: 'Find the diameter' }).click();
  const diameter = page.getByRole('slider', { name: 'Diameter, px' });
  await diameter.press('PageUp');
  await diameter.press('PageUp');
  await idle(page);
  const found = await count(page);
  expect(found).toBe(16);

  // A cut along the two rows in the middle: eight cells become sixteen, a quarter of which lies in the quarter that is held out.
  const box = await pane(page, 'Cells').locator('canvas').boundingBox();
  if (!box) throw new Error('the Cells pane shows no picture');
  await page.getByRole('radio', { name: 'Cut cells' }).click();
  for (const row of [24, 40]) {
    const y = box.y + (box.height * row) / HEIGHT;
    await page.mouse.move(box.x + 1, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, y, { steps: 12 });
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
  await page.getByRole('button', { name: 'Stop learning' }).press('Enter');
  await learn(page).waitFor();
  expect(await model(page).count()).toBe(0); // nothing is left of it

  await learn(page).click();
  await page.getByText(/left$/).waitFor({ timeout: 60_000 });
  // The page works on meanwhile.
  await page.getByRole('slider', { name: 'Threshold' }).press('ArrowRight');
  await idle(page);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/running.png` });
  const region = page.getByRole('region', { name: 'Learn from corrections' });
  const said = region.getByText(/^Learnt from \d+ cells in/);
  await said.waitFor({ timeout: 200_000 });
  const words = (await said.textContent()) ?? '';
  const score = /Before (\d\.\d\d), after (\d\.\d\d) on (\d+) cells that were held out/.exec(words);
  expect(score, words).not.toBeNull();
  expect(Number(score?.[2])).toBeGreaterThanOrEqual(Number(score?.[1]));
  expect(await chosen(page)).toMatch(/^Learnt from one picture/);
  await idle(page);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}/learnt.png` });

  await region.getByRole('button', { name: 'Undo' }).click();
  await learn(page).waitFor();
  await expect.poll(() => model(page).count()).toBe(0);
  await expect.poll(() => count(page)).toBe(found + 8);
}, 400_000);
