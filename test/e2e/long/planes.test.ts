import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { canny } from '../../../src/engine/ops/canny.ts';
import { omeStack } from '../../ome-stack.ts';
import { violations } from '../axe.ts';
import { checksum, deskOf, dropFiles, idle, more, pane, stage, visitors, withoutColour } from '../studio.ts';

const studio = visitors();

const folder = mkdtempSync(join(tmpdir(), 'planes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIDE = 256;

/** Three stains in five planes at two times: each channel's disc lies elsewhere, grows with Z and is brighter at the second time. */
const stack = omeStack({
  width: SIDE,
  height: SIDE,
  z: 5,
  t: 2,
  channels: [
    { name: 'DAPI', colour: [0, 0, 255] },
    { name: 'GFP', colour: [0, 255, 0] },
    { name: 'Actin', colour: [255, 0, 0] },
  ],
  value: ({ c, z, t }, x, y) => {
    const [left, top] = [80 + 48 * c, 110 + 20 * c];
    const isInside = Math.hypot(x - left, y - top) < 25 + 8 * z;
    return 200 + ((7 * x + 13 * y) % 31) + (isInside ? 1500 + 1000 * c + 400 * t : 0);
  },
});
const file = join(folder, 'stack.ome.tif');
writeFileSync(file, stack);

/** A lookup table from black to green, as Fiji writes it: all reds, all greens, all blues. */
const greens = Buffer.from(Array.from({ length: 768 }, (_, i) => (i >= 256 && i < 512 ? i - 256 : 0)));

const facts = (page: Page) => pane(page, 'Input').locator('.pane-facts').textContent();
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const depth = (page: Page) => page.getByRole('combobox', { name: 'Depth' });

/** The colour in the middle of a channel's disc, as red, green and blue. */
const pixel = (page: Page, x: number, y: number): Promise<number[]> =>
  pane(page, 'Input')
    .locator('canvas')
    .first()
    .evaluate(
      (canvas: HTMLCanvasElement, [x, y]) => [
        ...(canvas
          .getContext('2d')
          ?.getImageData(x ?? 0, y ?? 0, 1, 1)
          .data.subarray(0, 3) ?? []),
      ],
      [x, y],
    );

/** The page with the stack in its panes. */
async function withStack() {
  const page = await studio.open();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await withoutColour(page);
  await dropFiles(page, [file]);
  await idle(page);
  await page.getByRole('radio', { name: 'One large' }).check();
  await stage(page, 'Input');
  await page.getByRole('list', { name: 'Channels' }).waitFor();
  return { page, errors };
}

test('a stack is recoloured, gone through and projected, and all of it is there after a reload', async () => {
  const { page, errors } = await withStack();
  expect(await facts(page)).toContain('plane 1 of 5, time 1 of 2');
  const inDapi = await pixel(page, 62, 110);
  expect(inDapi[2]).toBeGreaterThan(150);
  expect(inDapi[0]).toBeLessThan(60);

  expect(await violations(page)).toEqual([]);

  // Blue becomes magenta: the same place has red as well.
  await page.getByRole('button', { name: 'Colour of DAPI' }).click();
  const colours = page.getByRole('dialog', { name: 'Colour of DAPI' });
  expect(await violations(page)).toEqual([]);
  await colours
    .getByLabel('Fiji table (.lut)')
    .setInputFiles({ name: 'green.lut', mimeType: '', buffer: greens });
  await expect.poll(async () => (await pixel(page, 62, 110))[1]).toBeGreaterThan(150);
  expect((await pixel(page, 62, 110))[2]).toBeLessThan(60);
  await colours.getByRole('button', { name: 'Magenta' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await pixel(page, 62, 110))[0]).toBeGreaterThan(150);

  // The numbers are the file's: the disc of the first time reaches 1730.
  const bright = page.getByRole('textbox', { name: 'DAPI, bright, number' });
  await expect.poll(async () => Number(await bright.inputValue())).toBeGreaterThan(1690);
  expect(Number(await bright.inputValue())).toBeLessThanOrEqual(1730);

  // A range that ends higher makes a stain darker.
  const before = (await pixel(page, 62, 110))[0] ?? 0;
  await bright.fill('3400');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await pixel(page, 62, 110))[0]).toBeLessThan(before - 40);

  // Alone and all again.
  await page.getByRole('button', { name: 'Show GFP' }).click({ modifiers: ['Alt'] });
  await expect.poll(() => pixel(page, 62, 110)).toEqual([0, expect.any(Number), 0]);
  expect(await page.getByRole('button', { name: 'Show Actin' }).getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('button', { name: 'Show GFP' }).click({ modifiers: ['Alt'] });
  await expect.poll(async () => (await pixel(page, 62, 110))[2]).toBeGreaterThan(20);

  // What edges read is one channel, or all together.
  await idle(page);
  const edges = await checksum(page, 'Edges');
  await page.getByRole('combobox', { name: 'Channel' }).selectOption('GFP');
  await expect.poll(() => checksum(page, 'Edges')).not.toBe(edges);
  await page.getByRole('combobox', { name: 'Channel' }).selectOption('Composite’s grey');
  await page.getByText('Edges, cells and models read the grey of all channels together.').waitFor();

  // A set colours all channels; who chose them one by one sees that.
  await more(page);
  const sets = page.getByRole('combobox', { name: 'Colours' });
  expect(await sets.evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.text)).toBe(
    'Chosen one by one',
  );
  await sets.selectOption('Blue, orange, white');
  await expect.poll(async () => (await pixel(page, 62, 110))[0]).toBeLessThan(10);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await pixel(page, 62, 110))[0]).toBeGreaterThan(50);

  await slider(page, 'Z').press('ArrowRight');
  await slider(page, 'Z').press('ArrowRight');
  await slider(page, 'Time').press('ArrowRight');
  await expect.poll(() => facts(page)).toContain('plane 3 of 5, time 2 of 2');
  await idle(page);
  const third = await checksum(page, 'Input');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => facts(page)).toContain('plane 3 of 5, time 1 of 2');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(() => checksum(page, 'Input')).toBe(third);

  for (const [name, words] of [
    ['Mean', 'mean of 5 planes, time 2 of 2'],
    ['Sum', 'sum of 5 planes'],
    ['Sharpest plane', 'sharpest of 5 planes'],
    ['Maximum', 'maximum of 5 planes'],
  ] as const) {
    await depth(page).selectOption(name);
    await expect.poll(() => facts(page)).toContain(words);
    await idle(page);
    expect(await slider(page, 'Z').count()).toBe(0);
  }
  // The largest disc is in the last plane.
  const largest = await checksum(page, 'Input');
  await depth(page).selectOption('One plane');
  await expect.poll(() => facts(page)).toContain('plane 3 of 5');
  await slider(page, 'Z').press('End');
  await expect.poll(() => facts(page)).toContain('plane 5 of 5');
  await idle(page);
  await expect.poll(() => checksum(page, 'Input')).toBe(largest);

  await page.getByRole('button', { name: 'Auto', exact: true }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Actin, bright, number' }).inputValue())
    .not.toBe('');
  await idle(page);
  const shown = await checksum(page, 'Input');
  await expect
    .poll(async () => (await deskOf(page))?.now.recipe.develop)
    .toMatchObject({ z: 4, time: 1, channel: 'composite' });
  const kept = (await deskOf(page))?.now.recipe.develop.channels;
  expect(kept?.map(({ colour }) => colour)).toEqual([
    [255, 0, 255],
    [0, 255, 0],
    [255, 0, 0],
  ]);
  expect(kept?.every(({ range }) => range !== null)).toBe(true);

  await page.reload();
  await idle(page);
  await expect.poll(() => facts(page)).toContain('plane 5 of 5, time 2 of 2');
  await expect.poll(() => checksum(page, 'Input')).toBe(shown);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect(errors).toEqual([]);
});

test('Z plays, is no step of undo, and stops at any other change', async () => {
  const { page, errors } = await withStack();
  const undo = page.getByRole('button', { name: 'Undo' });
  await slider(page, 'Z').press('ArrowRight');
  await page.getByRole('button', { name: 'Play Z' }).click();
  const seen = new Set<string>();
  await expect
    .poll(async () => seen.add(/plane \d/.exec((await facts(page)) ?? '')?.[0] ?? '').size, {
      timeout: 30_000,
    })
    .toBe(5);
  await slider(page, 'Gamma').press('ArrowRight');
  await page.getByRole('button', { name: 'Play Z' }).waitFor();
  await idle(page);
  await undo.click();
  await undo.click();
  await expect.poll(() => facts(page)).toContain('plane 1 of 5');
  expect(errors).toEqual([]);
});

test('files of one set that are dropped together are one stack, also after a reload', async () => {
  const page = await studio.open();
  await withoutColour(page);
  await dropFiles(
    page,
    ['set-a.ome.tif', 'set-b.ome.tif'].map((name) =>
      join(import.meta.dirname, '../../fixtures/stacks', name),
    ),
  );
  await idle(page);
  await page.getByRole('radio', { name: 'One large' }).check();
  await stage(page, 'Input');
  await slider(page, 'Time').press('ArrowRight');
  await expect.poll(() => facts(page)).toContain('time 2 of 2');
  await idle(page);
  const second = await checksum(page, 'Input');
  await expect.poll(async () => (await deskOf(page))?.now.recipe.develop.time).toBe(1);
  await page.reload();
  await expect.poll(() => facts(page)).toContain('time 2 of 2');
  await idle(page);
  await expect.poll(() => checksum(page, 'Input')).toBe(second);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});

test('the working picture has the side that is typed, or the file’s own pixels', async () => {
  const { page, errors } = await withStack();
  const width = () =>
    pane(page, 'Input')
      .locator('canvas')
      .first()
      .evaluate((one: HTMLCanvasElement) => one.width);
  await page.getByRole('textbox', { name: 'Size, number' }).fill('96');
  await page.keyboard.press('Enter');
  await expect.poll(width).toBe(96);
  await page.getByRole('combobox', { name: 'Size' }).selectOption('True size');
  await expect.poll(width).toBe(SIDE);
  await page.getByRole('textbox', { name: 'Size, number' }).fill('9');
  await page.keyboard.press('Enter');
  await expect.poll(width).toBe(32);
  expect(errors).toEqual([]);
});

test('edges come from all channels at once where there is more than one, and the choice says where it departs', async () => {
  const { page, errors } = await withStack();
  await stage(page, 'Edges');
  await more(page);
  const lookIn = page.getByRole('radiogroup', { name: 'Look in' });
  expect(await lookIn.getByRole('radio', { name: 'Grey' }).isChecked()).toBe(true);
  const grey = await checksum(page, 'Edges');
  await lookIn.getByRole('radio', { name: 'Colour' }).check();
  await expect.poll(() => checksum(page, 'Edges')).not.toBe(grey);
  await idle(page);
  // What the engine finds in the colours on screen.
  const canvas = (name: 'Input' | 'Edges') =>
    pane(page, name)
      .locator('canvas')
      .first()
      .evaluate((one: HTMLCanvasElement) => [
        ...(one.getContext('2d')?.getImageData(0, 0, one.width, one.height).data ?? []),
      ]);
  const shown = await canvas('Input');
  const number = async (name: string) =>
    Number(await page.getByRole('textbox', { name: `${name}, number`, exact: true }).inputValue());
  const rgb = Uint8Array.from(shown.flatMap((value, i) => (i % 4 === 3 ? [] : [value])));
  const expected = canny(
    { width: SIDE, height: SIDE, channels: 3, data: rgb },
    {
      sigma: await number('Blur (sigma)'),
      aperture: 3,
      norm: (await page.getByRole('radio', { name: 'L2' }).isChecked()) ? 'L2' : 'L1',
      low: await number('Low threshold'),
      high: await number('High threshold'),
    },
  );
  expect((await canvas('Edges')).filter((_, i) => i % 4 === 0)).toEqual([...expected.data]);
  expect(expected.data.filter((value) => value > 0).length).toBeGreaterThan(500);
  expect(await violations(page)).toEqual([]);
  expect(errors).toEqual([]);

  await dropFiles(page, [join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif')]);
  await idle(page);
  await lookIn.waitFor({ state: 'detached' }); // of one channel both are the same
});
