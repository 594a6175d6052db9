import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { tensors } from '../dreaming.ts';
import { dropFiles, idle, settled, stage, visitors } from '../studio.ts';

const { opened } = visitors();

const noPicture = fileURLToPath(new URL('../../fixtures/make_fixtures.py', import.meta.url));
const figures = async (page: Page, name: string) => {
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) });
  return (await row.getByRole('cell').allTextContents()).map(Number);
};

test('a model is measured over the tray’s pictures, and the table goes to the clipboard', async () => {
  const page = await opened();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'New dish' }).click(); // with its model: Petri dish from grey
  await settled(page);
  await page.getByRole('button', { name: /^Remove Red cells/ }).click();
  await dropFiles(page, [noPicture]); // stands in the tray with its fault, and is not measured
  await page.getByRole('alert').filter({ hasText: 'make_fixtures.py' }).waitFor();
  await page.getByRole('button', { name: 'New dish' }).click();
  await settled(page);
  await idle(page);

  await page.getByRole('button', { name: 'Test model' }).click();
  await page.getByRole('button', { name: 'Test on 2 pictures' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Copy the table' }).isVisible()).toBe(true);
  const [l1, psnr, ssim, precision, recall, f1] = await figures(page, 'Mean');
  const [plainL1] = await figures(page, 'Single average colour');
  expect(l1).toBeLessThan(plainL1 ?? 0);
  expect(psnr).toBeGreaterThan(12);
  for (const share of [ssim, precision, recall, f1]) expect(share).toBeGreaterThan(0.6);
  expect(await page.getByRole('img', { name: /: generated$/ }).count()).toBe(2);

  await page.getByRole('button', { name: 'Copy the table' }).click();
  await page.getByText('Copied. Paste it into a spreadsheet.').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const lines = text.split('\n').map((line) => line.split('\t'));
  expect(lines.map(({ length }) => length)).toEqual([7, 7, 7, 7, 7]);
  expect(lines[0]).toEqual(['', 'L1', 'PSNR, dB', 'SSIM', 'Precision', 'Recall', 'Edge F1']);
  expect(lines.slice(1).map(([name]) => name)).toEqual([
    expect.stringMatching(/^Dish/),
    expect.stringMatching(/^Dish/),
    'Mean',
    'Single average colour',
  ]);
  expect(Number(lines[3]?.[1]).toFixed(3)).toBe(l1?.toFixed(3));

  const counted = async () => {
    await page.keyboard.press('Escape');
    await stage(page, 'Edges');
    await page.getByRole('slider', { name: 'High threshold' }).press('ArrowRight');
    await settled(page);
    return tensors(page);
  };
  const before = await counted(); // with the network whose features are compared, which the shelf keeps
  await stage(page, 'Colour');
  await page.getByRole('button', { name: 'Test model' }).click();
  await page.getByRole('button', { name: 'Test on 2 pictures' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Test on 2 pictures' }).waitFor();
  expect(await counted()).toBe(before);
});
