import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bytesOf } from '../../../src/engine/formats/opened-file.ts';
import { saidBy } from '../../../src/engine/share/carried.ts';
import { figureIn } from '../../../src/engine/share/figure-in.ts';
import { readers } from '../../browser.mjs';
import { settled, visitors } from '../studio.ts';

const { opened } = visitors();
const { pdftotext } = readers();

test('two pictures become a figure by keyboard and mouse, with an inset, and its PDF holds their names as text', async () => {
  const page = await opened();
  await page.getByRole('button', { name: 'New dish' }).click();
  await settled(page);
  await page.getByRole('button', { name: 'Export' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Figure' }).focus();
  await page.keyboard.press('Enter');

  const shown = page.getByAltText('The figure as it will be');
  await shown.waitFor();
  const pictures = page.getByRole('group', { name: 'Pictures' }).getByRole('checkbox');
  for (const picture of await pictures.all()) await picture.setChecked(true);
  await page.getByRole('textbox', { name: /^Caption of Dish/ }).fill('A dish, β');
  await page.getByText('Panels are called a to f.').waitFor();
  await page.getByText('None on a, b, c, d, e and f').waitFor(); // no sample says how wide its pixels are

  // The mouse draws the frame of an inset on the first panel.
  const box = await shown.boundingBox();
  if (!box) throw new Error('the preview is not on the page');
  await page.mouse.move(box.x + 0.1 * box.width, box.y + 0.15 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.16 * box.width, box.y + 0.25 * box.height, { steps: 3 });
  await page.mouse.up();
  await page.getByText('Each inset says where it comes from').waitFor();

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/\.figure\.pdf$/);
  await page.getByText(/^Saved .*\.figure\.pdf, /).waitFor();
  const path = await download.path();
  await page.getByRole('button', { name: 'Remove inset 1' }).click(); // the dialog keeps what was set, and tests share the page

  const figure = figureIn(saidBy(bytesOf(new Uint8Array(readFileSync(path)))));
  expect(figure?.rows.map(({ caption }) => caption)).toContain('A dish, β');
  expect(figure?.panels.map(({ label, shows }) => `${label} ${shows}`)).toEqual([
    'a input',
    'b edges',
    'c colour',
    'd input',
    'e edges',
    'f colour',
  ]);
  expect(figure?.looks.insets).toMatchObject([{ row: 0, times: 2 }]);
  if (!pdftotext) return;
  const text = execFileSync(pdftotext, ['-layout', path, '-'], { encoding: 'utf8' });
  for (const words of ['A dish, β', 'Colour', 'generated colour: ']) expect(text).toContain(words);
});
