import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { lastRows, rowsIn } from '../../../src/engine/batch/manifest.ts';
import { bytesOf } from '../../../src/engine/formats/opened-file.ts';
import { filesInZip } from '../../../src/engine/formats/zip-files.ts';
import {
  answerFolders,
  BAD,
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

const textOf = (base64 = '') => Buffer.from(base64, 'base64').toString();
const endOf = (page: Page) =>
  batchPage(page).getByText('37 of 40 pictures are finished, 3 failed.').waitFor({ timeout: 220_000 });

/** What a batch wrote beside its manifest, which has the seconds, and the manifest without them. */
function comparable(files: Readonly<Record<string, string>>) {
  const { 'manifest.csv': manifest, ...results } = files;
  const rows = rowsIn(textOf(manifest)).rows.map((row) => ({ ...row, seconds: '' }));
  return { results, rows };
}

/** What the files of a ZIP hold, as base64, by path. */
const zipContents = (path: string): Record<string, string> =>
  Object.fromEntries(
    filesInZip(bytesOf(new Uint8Array(readFileSync(path)))).map((file) => [
      file.path,
      Buffer.from(file.bytes.read(0, file.bytes.size)).toString('base64'),
    ]),
  );

/** The rows of the pictures that are finished, by name. */
const finishedIn = (files: Readonly<Record<string, string>>) =>
  lastRows(rowsIn(textOf(files['manifest.csv'])).rows.filter(({ state }) => state === 'finished'));

/** Each picture has one row, and each result that is named is there whole, and no other. */
function checkWhole(files: Readonly<Record<string, string>>) {
  const { results, rows } = comparable(files);
  expect(rows).toHaveLength(40);
  expect(lastRows(rows).size).toBe(40);
  const finished = rows.filter(({ state }) => state === 'finished');
  expect(finished).toHaveLength(37);
  const wanted = finished.flatMap(({ result }) =>
    ['edges.png', 'colour.png'].map((name) => `${result}/${name}`),
  );
  expect(Object.keys(results).sort()).toEqual(wanted.sort());
  const bad = rows.filter(({ state }) => state === 'failed');
  expect(bad.map(({ source }) => source).sort()).toEqual([...BAD].sort());
  for (const { source, error } of bad) expect(error).toMatch(new RegExp(`^${source.replaceAll('.', '\\.')}`));
}

test('a folder goes into a folder by mouse; killed in the middle and gone on with, it ends as the undisturbed one; by keyboard into a ZIP', async () => {
  const page = await open('about:blank');
  await answerFolders(page);
  await page.goto(url());
  await fillFolder(page, 'pictures', await mixedFolder());
  await settled(page);

  // By mouse, undisturbed.
  await folderToBatch(page);
  await batchPage(page).getByText('pictures: 40 pictures').waitFor();
  await batchPage(page).getByRole('radio', { name: 'In a folder' }).click();
  await batchPage(page).getByRole('button', { name: 'Choose the results’ folder' }).click();
  await batchPage(page).getByRole('button', { name: 'Results go into results' }).waitFor();
  await batchPage(page).getByRole('button', { name: 'Start with 40 pictures' }).click();
  await endOf(page);
  const plain = await contentsOf(page, 'results');
  checkWhole(plain);
  await batchPage(page).getByRole('button', { name: 'New batch' }).click();

  // Killed when a third is done.
  await removeFolder(page, 'results');
  await batchPage(page).getByRole('button', { name: 'Results go into results' }).click(); // the one before is gone
  await batchPage(page).getByRole('button', { name: 'Start with 40 pictures' }).click();
  await batchPage(page)
    .getByRole('status', { name: 'Batch' })
    .getByText(/^1[2-9] of 40/)
    .waitFor({ timeout: 120_000 });
  await page.close();
  const again = await page.context().newPage();
  await again.goto(url());
  await batchPage(again).getByText('A batch of 40 pictures was not finished.').waitFor();
  const before = finishedIn(await contentsOf(again, 'results'));
  expect(before.size).toBeGreaterThan(10);
  // One of the results is half there, as after a power cut, and one is gone.
  const [torn = '', gone = ''] = before.keys();
  await fillFolder(again, 'results', new Map([[`${torn}/colour.png`, Uint8Array.of(137, 80, 78, 71)]]));
  await removeFolder(again, 'results', gone);
  await batchPage(again).getByRole('button', { name: 'Go on' }).click();
  await endOf(again);
  const resumed = await contentsOf(again, 'results');
  checkWhole(resumed);
  expect(comparable(resumed)).toEqual(comparable(plain));
  const after = finishedIn(resumed);
  for (const [name, row] of before) if (name !== torn && name !== gone) expect(after.get(name)).toEqual(row); // the very row, seconds and all: it was not made again
  expect(after.get(torn)?.seconds).not.toBe(before.get(torn)?.seconds);

  // By keyboard alone, into a ZIP.
  await again.reload();
  await settled(again);
  await tabTo(again, 'Batch');
  await again.keyboard.press('Enter');
  await tabTo(again, 'Of the tray');
  await chooseNext(again);
  await tabTo(again, 'Choose the pictures’ folder');
  await again.keyboard.press('Enter');
  await batchPage(again).getByText('pictures: 40 pictures').waitFor();
  await tabTo(again, 'Start with 40 pictures');
  const saved = again.waitForEvent('download', { timeout: 230_000 });
  await again.keyboard.press('Enter');
  const download = await saved;
  const path = await download.path();
  expect(download.suggestedFilename()).toBe('eosin-batch.zip');
  expect(
    execFileSync('python3', [
      '-c',
      `import zipfile; z = zipfile.ZipFile(${JSON.stringify(path)}); print(z.testzip()); print(len(z.namelist()))`,
    ]).toString(),
  ).toBe('None\n75\n');
  const zipped = zipContents(path);
  checkWhole(zipped);
  expect(comparable(zipped)).toEqual(comparable(plain));

  // What has ended is there until a new one is begun.
  await again.reload();
  await settled(again);
  await again.getByRole('complementary', { name: 'Tray' }).getByRole('button', { name: 'Batch' }).click();
  await batchPage(again)
    .getByText(`${40 - BAD.length} of 40 pictures are finished, ${BAD.length} failed.`)
    .waitFor();
  const onceMore = again.waitForEvent('download', { timeout: 120_000 });
  await batchPage(again).getByRole('button', { name: 'Save the ZIP' }).click();
  expect(zipContents(await (await onceMore).path())).toEqual(zipped);
}, 900_000);

test('a browser that asks for no folders takes the files of one, into a ZIP; a pause, a bad file that is tried again, and one table of all cells', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-page-batch-'));
  try {
    const files = [...(await mixedFolder())].filter(([name]) => /plate|notes/.test(name)).slice(-12);
    for (const [name, bytes] of [...files, ['plate/readme.txt', new Uint8Array(3)] as const]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const page = await open('about:blank');
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showDirectoryPicker'));
    await page.goto(url());
    await settled(page);
    await page.getByRole('complementary', { name: 'Tray' }).getByRole('button', { name: 'Batch' }).click();
    const batch = batchPage(page);
    await batch.getByRole('radio', { name: 'A folder', exact: true }).click();
    await batch.getByLabel('Choose the pictures’ folder').setInputFiles(folder);
    await batch.getByText(': 12 pictures').waitFor();
    expect(await batch.getByRole('radio', { name: 'In a folder' }).count()).toBe(0);
    for (const name of ['Colour, generated', 'Table of cells (CSV)'])
      await batch.getByRole('checkbox', { name }).click();
    await batch.getByRole('button', { name: 'Start with 12 pictures' }).click();
    await batch.getByText(/^[2-9] of 12/).waitFor({ timeout: 120_000 });
    await batch.getByRole('button', { name: 'Pause' }).click();
    await batch.getByText(/^Paused at/).waitFor();
    const atRest = await batch.getByRole('status', { name: 'Batch' }).textContent();
    await page.waitForTimeout(1500);
    expect(await batch.getByRole('status', { name: 'Batch' }).textContent()).toBe(atRest);
    const bad = files.filter(([name]) => (BAD as readonly string[]).includes(name)).length;
    const words = `${12 - bad} of 12 pictures are finished, ${bad} failed.`;
    const first = page.waitForEvent('download', { timeout: 200_000 });
    await batch.getByRole('button', { name: 'Go on' }).click();
    await first;
    await batch.getByText(words).waitFor();
    const saved = page.waitForEvent('download', { timeout: 60_000 });
    await batch.getByRole('button', { name: `Retry ${bad}` }).click();
    const zipped = zipContents(await (await saved).path());
    await batch.getByText(words).waitFor();
    const { rows } = comparable(zipped);
    expect(rows.filter(({ state }) => state === 'failed')).toHaveLength(bad);
    const finished = rows.filter(({ state }) => state === 'finished');
    const wanted = finished.flatMap(({ result }) => [`${result}/cells.csv`, `${result}/edges.png`]);
    expect(Object.keys(zipped).sort()).toEqual([...wanted, 'cells.csv', 'manifest.csv'].sort());
    const lines = (text: string) => text.trim().split('\r\n').length - 1;
    const cells = finished.reduce((sum, row) => sum + Number(row.cells), 0);
    expect(lines(textOf(zipped['cells.csv']))).toBe(cells);
    for (const { result, cells } of finished)
      expect(lines(textOf(zipped[`${result}/cells.csv`]))).toBe(Number(cells));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 600_000);
