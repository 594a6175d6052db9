import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { PaneName } from '../../../src/engine/stages/shown.ts';
import { dreaming, dreamt } from '../dreaming.ts';
import { checksum, pane, visitors } from '../studio.ts';

const { opened } = visitors();

/** The RGBA values of a pane's canvas. */
const pixels = (page: Page, name: PaneName): Promise<number[]> =>
  pane(page, name)
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
    ]);

/** The box of the pixels, 256 a row, in which two pictures differ. */
function changed(a: readonly number[], b: readonly number[]) {
  const places = a.flatMap((value, i) => (value === b[i] ? [] : [Math.floor(i / 4)]));
  const [xs, ys] = [places.map((i) => i % 256), places.map((i) => Math.floor(i / 256))];
  const span = (all: readonly number[]) =>
    all.reduce<[number, number]>(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [256, -1]);
  return { count: places.length, x: span(xs), y: span(ys) };
}

const where = (page: Page) => page.getByRole('combobox', { name: 'Where' });

/** Draws from one place to another, as shares of the picture. */
async function draw(page: Page, from: readonly [number, number], to: readonly [number, number]) {
  const box = await pane(page, 'Dream').locator('canvas').first().boundingBox();
  if (!box) throw new Error('the Dream pane shows no picture');
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

test('the dream stays where it was painted, by mouse and by keyboard, and undo takes a stroke back', async () => {
  const page = await opened();
  await dreaming(page, 3);
  await dreamt(page);
  const ground = await pixels(page, 'Colour');
  expect(changed(await pixels(page, 'Dream'), ground).count).toBeGreaterThan(40_000);

  await where(page).selectOption('Where I paint');
  await expect.poll(() => checksum(page, 'Dream')).toBe(await checksum(page, 'Colour'));
  await dreamt(page);
  const unpainted = await checksum(page, 'Dream');

  await page.getByRole('radio', { name: 'Brush' }).click();
  await draw(page, [0.25, 0.5], [0.375, 0.5]); // x 64 to 96, y 128, 40 px wide
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(unpainted);
  await dreamt(page);
  const first = changed(await pixels(page, 'Dream'), ground);
  expect(first.count).toBeGreaterThan(1000);
  const rim = 20 + 7; // half the brush, and the soft border
  expect(first.x[0]).toBeGreaterThan(64 - rim - 2);
  expect(first.x[1]).toBeLessThan(96 + rim + 2);
  expect(first.y[0]).toBeGreaterThan(128 - rim - 2);
  expect(first.y[1]).toBeLessThan(128 + rim + 2);

  const ofFirst = await checksum(page, 'Dream');
  await page.mouse.move(0, 0); // the crosshair begins in the middle
  await page.getByRole('application', { name: 'Dream picture' }).focus();
  for (const key of ['Space', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Space'])
    await page.keyboard.press(key);
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(ofFirst);
  await dreamt(page);
  expect(changed(await pixels(page, 'Dream'), ground).x[1]).toBeGreaterThan(140);
  await page.keyboard.press('Control+z');
  await expect.poll(() => checksum(page, 'Dream')).toBe(ofFirst);
  await dreamt(page);

  await page.getByRole('toolbar', { name: 'Dream brush' }).getByRole('radio', { name: 'Eraser' }).click();
  await draw(page, [0.25, 0.5], [0.3, 0.5]);
  await expect.poll(() => checksum(page, 'Dream')).not.toBe(ofFirst);
  await dreamt(page);
  expect(changed(await pixels(page, 'Dream'), ground).count).toBeLessThan(first.count);

  await page.getByRole('button', { name: 'Clear what was drawn' }).click();
  await expect.poll(() => checksum(page, 'Dream')).toBe(unpainted);
});
