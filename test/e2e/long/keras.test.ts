import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kerasFile } from '../../keras-file.ts';
import { dreaming, dreamt, layer } from '../dreaming.ts';
import { checksum, dropFiles, more, settled, stage, visitors } from '../studio.ts';

const { opened } = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-keras-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a dropped file of Keras becomes a network to dream with, and is there at the next visit', async () => {
  const path = join(folder, 'my-inception.h5');
  renameSync(await kerasFile(folder, 0), path);
  const page = await opened();
  await dreaming(page, 2);
  await dreamt(page);
  const ofCells = await checksum(page, 'Dream');
  const network = page.getByRole('combobox', { name: 'Network' });
  const shipped = await network.locator('option').allTextContents();
  expect(await layer(page, 'mixed10').count()).toBe(0);

  await dropFiles(page, [path]);
  await expect.poll(() => network.locator('option').allTextContents()).toEqual([...shipped, 'my-inception']);
  expect(await network.locator('option:checked').textContent()).toBe('my-inception');
  await layer(page, 'mixed10').waitFor();
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(ofCells);
  await dreamt(page);
  expect(await page.getByRole('listitem', { name: 'my-inception.h5' }).count()).toBe(0); // it is no picture
  expect(await page.getByRole('alert').count()).toBe(0);

  // Back to a network that does not reach the layer that is climbed.
  await layer(page, 'mixed10').check();
  await layer(page, 'mixed0').uncheck();
  await dreamt(page);
  await network.selectOption('Cells and textures');
  expect(await layer(page, 'mixed8').isChecked()).toBe(true);
  await page.keyboard.press('Escape');

  await page.reload();
  await settled(page);
  await stage(page, 'Dream');
  await more(page);
  await network.selectOption('my-inception');
  await dreaming(page, 2);
  await dreamt(page);
  expect(await checksum(page, 'Dream')).not.toBe(ofCells);
});

test('an HDF5 file that holds another network, or none, is refused by its name', async () => {
  const page = await opened();
  await stage(page, 'Dream');
  await more(page);
  const networks = page.getByRole('combobox', { name: 'Network' }).locator('option');
  const there = await networks.count();
  const half = await kerasFile(folder, 0, 20);
  const notes = join(folder, 'notes.h5');
  writeFileSync(notes, 'These are my notes, no network. '.repeat(100));
  await dropFiles(page, [half, notes]);
  await expect.poll(() => page.getByRole('alert').count()).toBe(2);
  const sentences = await page.getByRole('alert').allTextContents();
  expect(sentences[0]).toMatch(/^keras-0-20\.h5: 20 convolutions and 20 batch norms; Keras' InceptionV3/);
  expect(sentences[1]).toMatch(/^notes\.h5: this is no whole HDF5 file\./);
  expect(await networks.count()).toBe(there);
});
