import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { checksum, dropFiles, idle, ready, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const field = join(import.meta.dirname, '../../../../shared/data/field');
const formats = join(import.meta.dirname, '../../fixtures/formats');
const isHere = existsSync(field);

const images = (page: Page) => page.getByRole('list', { name: 'Images' });
const names = (page: Page) =>
  images(page)
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.ariaLabel));
const alerts = (page: Page) => page.getByRole('alert').allTextContents();

/** Drags paths from a file manager and lets them go over the page. */
async function dragIn(page: Page, paths: readonly string[]): Promise<void> {
  const hand = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await hand.send('Input.dispatchDragEvent', { type, x: 40, y: 500, data });
  }
}

/** Lets something fall, or pastes it, that is no file: its kinds and their texts. */
const giveTexts = (page: Page, texts: Readonly<Record<string, string>>, how: 'drop' | 'paste') =>
  page.evaluate(
    ({ texts, how }) => {
      const transfer = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) transfer.setData(type, text);
      const on = document.querySelector('main') ?? document.body;
      const more = { bubbles: true, cancelable: true };
      if (how === 'paste')
        return on.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, ...more }));
      on.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, ...more }));
      return on.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, ...more }));
    },
    { texts, how },
  );

describe.runIf(isHere || process.env.CI === 'true')('files as people have them', () => {
  const rows = isHere
    ? readFileSync(join(field, 'index.csv'), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(','))
        .map(([file = '', expected = '']) => ({ file, expected }))
    : [];

  test('are read or named, all that browsers read among them, and what is odd is said beside its name', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const worker = page.workers()[0];
    await dragIn(
      page,
      rows.map(({ file }) => join(field, file)),
    );
    await expect.poll(() => images(page).getByRole('listitem').count()).toBe(rows.length + 1);
    await expect
      .poll(() => images(page).locator('[data-state="waiting"]').count(), { timeout: 300_000, interval: 500 })
      .toBe(0);
    await idle(page);
    const said = await alerts(page);
    const failed = await images(page)
      .locator('[data-state="error"]')
      .evaluateAll((items) => items.map((item) => item.ariaLabel ?? ''));
    for (const { file, expected } of rows) {
      const sentence = said.find((text) => text.startsWith(`${file} `));
      if (expected === 'say') expect(sentence, file).toMatch(/\w.*\.$/);
      else if (expected !== 'ok-or-say') expect(failed, `${sentence}`).not.toContain(file);
    }
    expect(said.find((text) => text.startsWith('photo.avif '))).toContain('read by the browser');
    for (const text of said) expect(text).not.toMatch(/made a mistake|undefined|\[object|Error/);
    expect(page.workers()[0]).toBe(worker); // it was not ended and started again

    await images(page).getByText('photo.avif').click();
    await ready(page, 'Edges');
    await images(page).getByText('phone_48mp.jpg').click();
    await ready(page, 'Edges');

    // Those that cannot be read go at once, with their messages; warnings of others stay.
    const kept = (await names(page)).filter((name) => !failed.includes(name ?? ''));
    await page.getByRole('button', { name: `Remove ${failed.length} that cannot be read` }).click();
    expect(await names(page)).toEqual(kept);
    const left = await alerts(page);
    expect(left.some((text) => failed.some((name) => text.startsWith(`${name} `)))).toBe(false);
    expect(left.some((text) => text.startsWith('all_nan.tif holds no finite number'))).toBe(true);
  }, 400_000);

  test('show transparent pictures of every format over one ground', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const file = join(field, 'png32_transparent_background.png');
    await dropFiles(page, [file]);
    await idle(page);
    const corner = await page
      .getByRole('figure', { name: 'Input', exact: true })
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) =>
        Array.from(canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? []),
      );
    expect(corner).toEqual([255, 255, 255, 255]);
  });
});

test('a folder comes in the order that a person counts, without the companions of macOS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-order-'));
  const png = readFileSync(join(formats, 'rgb.png'));
  for (const name of ['img_10.png', 'img_2.png', 'img_1.png', '._img_2.png'])
    writeFileSync(join(folder, name), png);
  mkdirSync(join(folder, 'img_3'));
  writeFileSync(join(folder, 'img_3', 'b.png'), png);
  const page = await studio.opened();
  await withoutColour(page);
  await dragIn(page, [folder]);
  await expect.poll(async () => (await names(page)).length).toBe(5);
  await idle(page);
  expect((await names(page)).slice(1)).toEqual(['img_1.png', 'img_2.png', 'b.png', 'img_10.png']);
  expect(await alerts(page)).toEqual([]);
});

test('a picture of another page and a pasted address say what to do, and the page stays', async () => {
  const page = await studio.opened();
  await withoutColour(page);
  const before = await checksum(page, 'Input');
  const address = page.url();
  const uri = {
    'text/uri-list': 'https://example.org/cells.png',
    'text/html': '<img src="https://example.org/cells.png">',
  };
  expect(await giveTexts(page, uri, 'drop')).toBe(false); // taken, so that the browser does not go there
  const alert = page.getByRole('alert').filter({ hasText: 'Save the picture' });
  await alert.waitFor();
  expect(await alert.textContent()).toMatch(/address of a picture.*Copy image/);
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await alert.waitFor({ state: 'detached' });
  await giveTexts(page, { 'text/plain': 'https://example.org/cells.png' }, 'paste');
  await alert.waitFor();
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await giveTexts(page, { 'text/plain': 'some words' }, 'paste');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(page.url()).toBe(address);
  expect(await checksum(page, 'Input')).toBe(before);
});

test('weights that are dropped as pictures are told which models fit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-weights-'));
  const files = ['net.pth', 'net.onnx', 'net.keras', 'model.json'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, '{"modelTopology": {}}, padded to some bytes');
  const page = await studio.opened();
  await withoutColour(page);
  await dropFiles(page, files);
  await idle(page);
  const said = await alerts(page);
  expect(said).toHaveLength(4);
  for (const text of said)
    expect(text).toMatch(/^(net|model)\.\w+ is .*, not a picture\. The models that fit here are .*\.$/);
});
