import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { imagesIn } from '../../../src/engine/figure/images-in.ts';
import { bytesOf } from '../../../src/engine/formats/opened-file.ts';
import { pictureDifference } from '../../../src/engine/metrics/picture-difference.ts';
import { saidBy } from '../../../src/engine/share/carried.ts';
import { figureIn } from '../../../src/engine/share/figure-in.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { readers } from '../../browser.mjs';
import {
  answerFolders,
  batchPage,
  chooseNext,
  contentsOf,
  fillFolder,
  folderToBatch,
  mixedFolder,
  removeFolder,
  tabTo,
} from '../batches.ts';
import { settled, visitors } from '../studio.ts';

const { open, url } = visitors();
const { pdftotext } = readers();

/** What becomes a figure: a scan in colour and a field of a plate. */
const ROWS = ['fixtures/smooth.jpg', 'plate/field 2.png'] as const;

const endOf = (page: Page) =>
  batchPage(page).getByText('37 of 40 pictures are finished, 3 failed.').waitFor({ timeout: 220_000 });

const bytes = (base64 = '') => Uint8Array.from(Buffer.from(base64, 'base64'));

/** The page with the folder of 40 beside it. */
async function withFolder(): Promise<Page> {
  const page = await open('about:blank');
  await answerFolders(page);
  await page.goto(url());
  await removeFolder(page, 'results').catch(() => {}); // there may be none
  await fillFolder(page, 'pictures', await mixedFolder());
  await settled(page);
  return page;
}

/** The figure's rows are those files, its panels the batch's own results, pixel for pixel, and its words are text. */
async function checkFigure(path: string, results: Readonly<Record<string, string>>): Promise<void> {
  const pdf = new Uint8Array(readFileSync(path));
  const figure = figureIn(saidBy(bytesOf(pdf)));
  const files = await mixedFolder();
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(files.get(name) ?? '')
      .digest('hex');
  expect(figure?.rows.map(({ source }) => source)).toEqual(
    ROWS.map((name) => ({ name, fingerprint: `sha256:${hashOf(name)}` })),
  );
  expect(figure?.panels.map(({ label, shows }) => `${label} ${shows}`)).toEqual([
    'a input',
    'b edges',
    'c colour',
    'd input',
    'e edges',
    'f colour',
  ]);
  const images = await imagesIn('figure.pdf', pdf, 'pdf');
  expect(images).toHaveLength(6);
  for (const [row, name] of ROWS.entries())
    for (const [at, stage] of [
      [1, 'edges'],
      [2, 'colour'],
    ] as const) {
      const panel = images[3 * row + at]?.planes;
      const result = await decode(name, bytes(results[`${name}/${stage}.png`]));
      const [red] = result.channels;
      const grey = red && { ...result, channels: [red, red, red] }; // edges have one channel in their own file
      expect(panel && pictureDifference(panel, stage === 'edges' && grey ? grey : result)).toMatchObject({
        differing: 0,
      });
    }
  if (!pdftotext) return;
  const text = execFileSync(pdftotext, ['-layout', path, '-'], { encoding: 'utf8' });
  for (const words of ['fixtures/smooth', 'plate/field 2', 'Edges', 'generated colour: '])
    expect(text).toContain(words);
}

/** Turns the wheel over the list from its top until a picture is in sight: only rows near there are on the page. */
async function scrolledTo(page: Page, name: string): Promise<Locator> {
  await page.getByRole('region', { name: 'Pictures of the batch' }).hover();
  await page.mouse.wheel(0, -10_000);
  const box = batchPage(page).getByRole('checkbox', { name: `${name}, for a figure`, exact: true });
  for (let turns = 0; turns < 40 && !(await box.isVisible()); turns++) {
    await page.mouse.wheel(0, 100);
    await page.waitForTimeout(100);
  }
  return box;
}

test('by mouse: a folder of 40 with three bad ones becomes a folder of results, and two of them a figure in PDF', async () => {
  const page = await withFolder();
  await folderToBatch(page);
  const batch = batchPage(page);
  await batch.getByText('pictures: 40 pictures').waitFor();
  await batch.getByRole('radio', { name: 'In a folder' }).click();
  await batch.getByRole('button', { name: 'Choose the results’ folder' }).click();
  await batch.getByRole('button', { name: 'Start with 40 pictures' }).click();
  await endOf(page);

  expect(await batch.getByRole('button', { name: 'Figure of chosen', exact: true }).isDisabled()).toBe(true);
  expect(await (await scrolledTo(page, 'notes.tif')).isDisabled()).toBe(true);
  for (const name of ROWS) await (await scrolledTo(page, name)).click();
  await batch.getByRole('button', { name: 'Figure of 2 chosen' }).click();
  await page.getByAltText('The figure as it will be').waitFor();
  await page.getByText('Panels are called a to f.').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('smooth.figure.pdf');
  await checkFigure(await download.path(), await contentsOf(page, 'results'));
}, 400_000);

test('by keyboard alone: the same folder, the same results, the same figure', async () => {
  const page = await withFolder();
  const { keyboard } = page;
  await tabTo(page, 'Batch');
  await keyboard.press('Enter');
  await tabTo(page, 'Of the tray');
  await chooseNext(page);
  await tabTo(page, 'Choose the pictures’ folder');
  await keyboard.press('Enter');
  await batchPage(page).getByText('pictures: 40 pictures').waitFor();
  await tabTo(page, 'In a ZIP');
  await chooseNext(page);
  await tabTo(page, 'Choose the results’ folder');
  await keyboard.press('Enter');
  await batchPage(page).getByRole('button', { name: 'Results go into results' }).waitFor();
  await tabTo(page, 'Start with 40 pictures');
  await keyboard.press('Enter');
  await endOf(page);

  await tabTo(page, 'Pictures of the batch');
  await keyboard.press('Home'); // the list shows what was worked on last
  await batchPage(page).getByRole('checkbox').first().waitFor();
  for (const name of ROWS) {
    await tabTo(page, `${name}, for a figure`);
    await keyboard.press('Space');
  }
  await tabTo(page, 'Figure of 2 chosen');
  await keyboard.press('Enter');
  await page.getByAltText('The figure as it will be').waitFor();
  await page.getByText('Panels are called a to f.').waitFor();
  await tabTo(page, 'Save');
  const saved = page.waitForEvent('download');
  await keyboard.press('Enter');
  const download = await saved;
  await checkFigure(await download.path(), await contentsOf(page, 'results'));
  await page.getByText(/^Saved smooth\.figure\.pdf, /).waitFor();
  await keyboard.press('Escape');
  await page.getByAltText('The figure as it will be').waitFor({ state: 'detached' });
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  expect(focused).toBe('Figure of 2 chosen');
}, 400_000);
