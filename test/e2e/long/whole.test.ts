import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { bytesOf } from '../../../src/engine/formats/opened-file.ts';
import { carriedBy } from '../../../src/engine/share/carried.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { omeStack } from '../../ome-stack.ts';
import { violations } from '../axe.ts';
import { checksum, dropFiles, idle, pane, stage, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [WIDTH, HEIGHT] = [640, 400];

/** Two stains in three planes, larger than a tile and with sides that no tile divides. */
const file = join(folder, 'field.ome.tif');
writeFileSync(
  file,
  omeStack({
    width: WIDTH,
    height: HEIGHT,
    z: 3,
    t: 1,
    channels: [
      { name: 'DAPI', colour: [0, 0, 255] },
      { name: 'GFP', colour: [0, 255, 0] },
    ],
    value: ({ c, z }, x, y) => {
      const isInside = Math.hypot((x % 80) - 40, (y % 80) - 30 - 20 * c) < 12 + 5 * z;
      return 200 + ((7 * x + 13 * y) % 31) + (isInside ? 1500 + 1000 * c : 0);
    },
  }),
);

const offer = (page: Page) => page.getByRole('region', { name: 'Recipe' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Whole picture' });
const press = (page: Page) => dialog(page).getByRole('button', { name: 'Export', exact: true });

/** The page with the field in its panes at the second plane. @param picker whether the browser asks where a file is to stand. */
async function withField(picker: boolean): Promise<Page> {
  const page = await studio.open('?backend=wasm');
  await page.evaluate((picker) => {
    /** In place of the question, which a test cannot answer: a real file of the page's own. */
    const place = async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(globalThis, { showSaveFilePicker: picker ? place : undefined });
  }, picker);
  await withoutColour(page);
  await dropFiles(page, [file]);
  await idle(page);
  await stage(page, 'Input');
  await page.getByRole('slider', { name: 'Z', exact: true }).press('ArrowRight');
  await idle(page);
  return page;
}

async function open(page: Page) {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Whole picture' }).click();
  await dialog(page).getByText('All 640 × 400 pixels of the file').waitFor();
}

/** What lies at the place that was chosen; null for nothing. */
const placed = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle(name)).getFile();
    return [...new Uint8Array(await file.arrayBuffer())];
  }, name);

test('colours of the whole picture go straight to the chosen place, and bring recipe and pixels back when they are dropped', async () => {
  const page = await withField(true);
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'Blood stain' }).check();
  await idle(page);
  await open(page);
  expect(await violations(page)).toEqual([]);
  await press(page).click();
  await dialog(page)
    .getByText(/^Saved field\.colour\.ome\.tif: 640 × 400, \d+ kB\.$/)
    .waitFor({ timeout: 120_000 });
  await page.keyboard.press('Escape');
  const bytes = Uint8Array.from(await placed(page, 'field.colour.ome.tif'));
  expect([...bytes.subarray(0, 4)]).toEqual([0x49, 0x49, 43, 0]); // BigTIFF
  const planes = await decode('field.colour.ome.tif', bytes);
  expect([planes.width, planes.height, planes.channels.length]).toEqual([WIDTH, HEIGHT, 3]);
  expect(planes.pixelSizeUm).toEqual([0.5, 0.5]);
  const [red, green] = planes.channels.map(({ samples }) => samples);
  expect(red).not.toEqual(green); // painted
  const carried = carriedBy(bytesOf(bytes));
  expect(carried?.isGenerated).toBe(true);
  expect(carried?.shared[0].recipe).toMatchObject({
    develop: { z: 1, frame: 'fit', scale: 1 },
    colour: { model: 'blood-stain' },
  });

  const back = join(folder, 'field.colour.ome.tif');
  writeFileSync(back, bytes);
  await page.getByRole('button', { name: 'New dish' }).click(); // something else, with settings of its own
  await idle(page);
  await dropFiles(page, [back]);
  await offer(page)
    .getByText(
      'field.colour.ome.tif was made by Eosin from field.ome.tif with blood-stain and brings its recipe.',
    )
    .waitFor();
  await page
    .getByRole('list', { name: 'Images' })
    .getByText(/, generated$/)
    .waitFor();
  await offer(page).getByRole('button', { name: 'Use its recipe' }).click();
  const facts = pane(page, 'Input').locator('.pane-facts');
  await expect.poll(() => facts.textContent()).toContain('plane 2 of 3');
  await idle(page);
  await stage(page, 'Colour');
  expect(await page.getByRole('radio', { name: 'Blood stain' }).isChecked()).toBe(true);
  // What the panes paint of it in one piece is what the file has in tiles.
  const canvas = pane(page, 'Colour').locator('canvas').first();
  await expect.poll(() => canvas.evaluate((one: HTMLCanvasElement) => one.width)).toBe(WIDTH);
  await idle(page);
  const shown = await canvas.evaluate((one: HTMLCanvasElement) => [
    ...(one.getContext('2d')?.getImageData(0, 0, one.width, one.height).data ?? []),
  ]);
  let sum = 0;
  for (let i = 0; i < WIDTH * HEIGHT; i++) sum += Math.abs((shown[4 * i] ?? 0) - (red?.[i] ?? 0));
  expect(sum / (WIDTH * HEIGHT)).toBeLessThan(0.5);
});

test('without such a question edges come as a download; cancelled, or refused, there is none', async () => {
  const page = await withField(false);
  await open(page);
  await dialog(page).getByRole('combobox', { name: 'What' }).selectOption('Edges');
  const saved = page.waitForEvent('download', { timeout: 60_000 });
  await press(page).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('field.edges.ome.tif');
  const bytes = new Uint8Array(readFileSync(await download.path()));
  const { width, height, channels } = await decode('field.edges.ome.tif', bytes);
  expect([width, height, channels.length]).toEqual([WIDTH, HEIGHT, 1]);
  expect(new Set(channels[0]?.samples)).toEqual(new Set([0, 255]));
  expect(carriedBy(bytesOf(bytes))).toMatchObject({
    isGenerated: false,
    shared: [{ recipe: { develop: { z: 1 } } }],
  });
  await page.keyboard.press('Escape');

  let downloads = 0;
  page.on('download', () => downloads++);
  await stage(page, 'Edges');
  const canvas = pane(page, 'Edges').locator('canvas').first();
  await page.locator('.tools-edges').getByRole('radio', { name: 'Pen' }).click();
  const before = await checksum(page, 'Edges');
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => checksum(page, 'Edges')).not.toBe(before);
  await open(page);
  await press(page).click(); // as was chosen before
  await dialog(page)
    .getByRole('alert')
    .getByText(
      'field.ome.tif: The recipe asks for strokes over the edges, which a picture in tiles cannot have.',
    )
    .waitFor();
  expect(downloads).toBe(0);
});

test('a cancelled export leaves what stood at the place, and says nothing', async () => {
  const page = await withField(true);
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'Blood stain' }).check();
  await idle(page);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const stream = await (
      await root.getFileHandle('field.colour.ome.tif', { create: true })
    ).createWritable();
    await stream.write('what stood there');
    await stream.close();
  });
  await open(page);
  await press(page).click();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await press(page).waitFor();
  expect(await dialog(page).getByRole('alert').count()).toBe(0);
  expect(String.fromCharCode(...(await placed(page, 'field.colour.ome.tif')))).toBe('what stood there');
});
