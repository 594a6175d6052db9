import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provenanceIn } from '../../provenance.ts';
import { dreaming, dreamt } from '../dreaming.ts';
import { type Proxied, proxied } from '../proxied.ts';
import { checksum, dropFiles, settled, stage, visitors } from '../studio.ts';
import { dialog, openTrainer, stepsTaken, trainingStatus, trainOnDishes } from '../training.ts';

// As a class opens it: from the teacher's machine, over plain HTTP, at a name that is not localhost.
const studio = visitors('--host-resolver-rules=MAP eosin.test 127.0.0.1');

let server: Proxied;
beforeAll(async () => {
  server = await proxied(studio.url(), async () => null);
});
afterAll(() => server.close());

test('over plain HTTP a picture is coloured, dreamed on, exported with its hashes, and a model trained', async () => {
  const page = await studio.open('about:blank');
  await page.goto(`http://eosin.test:${server.port}/`);
  const has = await page.evaluate(() => ({
    isSecure: isSecureContext,
    subtle: 'subtle' in crypto,
    caches: 'caches' in globalThis,
    storage: 'storage' in navigator,
    gpu: 'gpu' in navigator,
  }));
  expect(has).toEqual({ isSecure: false, subtle: false, caches: false, storage: false, gpu: false });
  await settled(page);
  await dropFiles(page, [join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif')]);
  await page.getByRole('list', { name: 'Images' }).getByText('nuclei-16bit.tif').waitFor();
  await settled(page);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Colour/ }).click();
  const { source, model } = provenanceIn(readFileSync(await (await saved).path()));
  expect(source.fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(model?.sha256).toMatch(/^[0-9a-f]{64}$/);

  await dreaming(page, 2);
  await dreamt(page);
  expect(await checksum(page, 'Dream')).not.toBe(await checksum(page, 'Colour'));

  await stage(page, 'Colour');
  await openTrainer(page);
  await dialog(page).getByText('This browser keeps nothing').waitFor();
  await trainOnDishes(page, 50);
  await expect.poll(() => stepsTaken(page), { timeout: 60_000 }).toBeGreaterThan(10);
  await page.keyboard.press('Escape');
  await trainingStatus(page).waitFor();
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});
