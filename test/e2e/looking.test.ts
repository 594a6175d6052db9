import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/engine/stages/decode.ts';
import type { PaneName } from '../../src/engine/stages/shown.ts';
import { checksum, dropFiles, idle, pane, settled, visitors, withoutColour } from './studio.ts';

const studio = visitors();
const names = ['Input', 'Edges', 'Colour'] as const;

/** Where a pane puts its picture on the screen. */
async function placeOf(page: Page, name: PaneName) {
  const box = await pane(page, name).locator('canvas').boundingBox();
  if (!box) throw new Error(`there is no picture in the ${name} pane`);
  return box;
}

const percent = async (page: Page) =>
  Number.parseInt((await page.getByTitle(/^Zoom, in pixels of the /).textContent()) ?? '', 10);

/** What the readout says of a pane's pixel. */
const reading = async (page: Page, name: string) =>
  (await page.getByLabel('Pixel').locator('div').filter({ hasText: name }).locator('dd').textContent()) ?? '';

describe('looking at a picture', () => {
  test('a scale bar stands for a round length and follows the zoom; without a pixel size there is none', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const bar = pane(page, 'Input').getByTitle('From the pixel size that the file gives');
    expect(await bar.count()).toBe(0); // the first sample is a plain JPEG
    await page.getByRole('button', { name: 'Samples', exact: true }).click();
    await page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Drawn nuclei' }).click();
    await bar.waitFor();
    // 512 pixels of 0.325 µm on 256 pixels of the picture.
    const micrometres = async () => {
      const { width } = await placeOf(page, 'Input');
      const line = await bar.locator('span').boundingBox();
      return ((line?.width ?? 0) * 256 * 0.65) / width;
    };
    const label = Number.parseFloat((await bar.textContent()) ?? '');
    expect(await micrometres()).toBeCloseTo(label, 0);
    const { x, y } = await placeOf(page, 'Input');
    await page.mouse.move(x + 60, y + 60);
    await page.mouse.wheel(0, -900);
    await expect.poll(async () => Number.parseFloat((await bar.textContent()) ?? '')).toBeLessThan(label);
    expect(await micrometres()).toBeCloseTo(Number.parseFloat((await bar.textContent()) ?? ''), 0);
  });

  test('wheel, drag, 1 and double click move all panes alike', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    await page.getByRole('radio', { name: 'All alike' }).check();
    const fitted = await placeOf(page, 'Input');
    const at = { x: fitted.x + fitted.width * (64.5 / 256), y: fitted.y + fitted.height * (192.5 / 256) };
    await page.mouse.move(at.x, at.y);
    const under = await reading(page, 'x, y');
    await page.mouse.wheel(0, -800);
    await expect.poll(() => percent(page)).toBeGreaterThan(300);
    await page.mouse.move(at.x + 1, at.y); // the readout follows the pointer, not the wheel
    await page.mouse.move(at.x, at.y);
    // A pane alike with four others shows less than a pixel of the picture on one of the screen.
    const numbers = (words: string) => words.split(', ').map(Number);
    for (const [i, value] of numbers(await reading(page, 'x, y')).entries())
      expect(Math.abs(value - (numbers(under)[i] ?? Number.NaN))).toBeLessThanOrEqual(1);

    const zoomed = await placeOf(page, 'Input');
    await page.mouse.down();
    await page.mouse.move(at.x + 40, at.y - 30, { steps: 3 });
    await page.mouse.up();
    const moved = await placeOf(page, 'Input');
    expect(moved.x - zoomed.x).toBeCloseTo(40, 0);
    expect(moved.y - zoomed.y).toBeCloseTo(-30, 0);
    const beside = await placeOf(page, 'Edges');
    const shift = (await pane(page, 'Edges').boundingBox())?.x ?? 0;
    const own = (await pane(page, 'Input').boundingBox())?.x ?? 0;
    expect(beside.x - shift).toBeCloseTo(moved.x - own, 0);
    expect(beside.width).toBeCloseTo(moved.width, 0);

    await page.keyboard.press('1');
    await expect.poll(() => percent(page)).toBe(100);
    expect((await placeOf(page, 'Edges')).width).toBe(256);
    await page.keyboard.press('+');
    await expect.poll(() => percent(page)).toBe(125);
    await pane(page, 'Edges').locator('.viewport').dblclick();
    await expect.poll(() => placeOf(page, 'Input')).toEqual(fitted);
  });

  test('the readout gives the values under the pointer and under the crosshair of the keyboard', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const at = { x: 20, y: 200 };
    const expected = await pane(page, 'Input')
      .locator('canvas')
      .evaluate(
        (canvas: HTMLCanvasElement, { x, y }) =>
          [...(canvas.getContext('2d')?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3).join(' '),
        at,
      );
    const { x, y, width } = await placeOf(page, 'Edges');
    const scale = width / 256;
    await page.mouse.move(x + (at.x + 0.5) * scale, y + (at.y + 0.5) * scale);
    expect(await reading(page, 'x, y')).toBe('20, 200');
    expect(await reading(page, 'Input')).toBe(expected);
    expect(await reading(page, 'Edges')).toMatch(/^(0|255)$/);
    await page.mouse.move(2, 2);
    expect(await reading(page, 'Input')).toBe('–');

    // Of a 16-bit file also the file's own value.
    const path = join(import.meta.dirname, '../fixtures/nuclei-16bit.tif');
    const { channels } = await decode('nuclei-16bit.tif', new Uint8Array(readFileSync(path)));
    await dropFiles(page, [path]);
    await idle(page);
    await page.mouse.move(x + (at.x + 0.5) * scale, y + (at.y + 0.5) * scale);
    await expect
      .poll(() => page.getByTitle('The file’s own value').textContent())
      .toBe(String(channels[0]?.samples[at.y * 256 + at.x]));

    await page.getByRole('img', { name: 'Input picture' }).focus();
    for (const key of ['ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    expect(await reading(page, 'x, y')).toBe('21, 210');
  });

  test('O shows the original everywhere while it is held, C wipes between input and colour', async () => {
    const page = await studio.opened();
    const own = await Promise.all(names.map((name) => checksum(page, name)));
    await page.keyboard.down('o');
    await expect
      .poll(() => Promise.all(names.map((name) => checksum(page, name))))
      .toEqual(own.map(() => own[0]));
    await page.keyboard.up('o');
    await expect.poll(() => Promise.all(names.map((name) => checksum(page, name)))).toEqual(own);

    await page.keyboard.press('c');
    const wipe = page.getByRole('slider', { name: 'Input or colour' });
    await wipe.focus();
    await page.keyboard.press('End');
    await expect.poll(() => checksum(page, 'Colour')).toBe(own[0]);
    await page.keyboard.press('Home');
    await expect.poll(() => checksum(page, 'Colour')).toBe(own[2]);
    const box = await wipe.boundingBox();
    const colour = await placeOf(page, 'Colour');
    await page.mouse.move((box?.x ?? 0) + 14, colour.y + 20);
    await page.mouse.down();
    await page.mouse.move(colour.x + colour.width / 2, colour.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => checksum(page, 'Colour')).not.toBe(own[2]);
    expect(await checksum(page, 'Colour')).not.toBe(own[0]);
    await wipe.dblclick({ position: { x: 14, y: 40 } });
    await expect.poll(() => wipe.getAttribute('aria-valuenow')).toBe('50');
    await page.keyboard.press('c');
    await expect.poll(() => checksum(page, 'Colour')).toBe(own[2]);
  });

  test('an enlarged pane takes most of the room, and gives it back', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    await page.getByRole('radio', { name: 'All alike' }).check();
    const before = await placeOf(page, 'Edges');
    await page.getByRole('button', { name: 'Enlarge Edges' }).click();
    await expect.poll(async () => (await placeOf(page, 'Edges')).width).toBeGreaterThan(1.8 * before.width);
    await page.getByRole('button', { name: 'Show Edges like the others' }).click();
    await expect.poll(() => placeOf(page, 'Edges')).toEqual(before);
  });
});

test.each([
  [320, 640],
  [390, 844],
  [768, 1024],
])('at %i px no tool lies under another, and no word of strip, heads, captions and status line is cut off', async (width, height) => {
  const page = await studio.opened();
  await page.setViewportSize({ width, height });
  for (const name of ['One large', 'All alike']) {
    await page.getByRole('radio', { name }).check();
    const faults = await page.evaluate(() => {
      const shown = (selector: string) =>
        [...document.querySelectorAll(selector)].filter((one) =>
          one.checkVisibility({ visibilityProperty: true }),
        );
      const covered = shown('.stage-strip button, .pane-head button, .footer button').filter((one) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        return !one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
      });
      const cut = shown('.stage-tab, .pane-name, .generated, .pane-caption, .status-device').filter(
        (one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).position !== 'absolute',
      );
      return [...covered, ...cut].map((one) => one.ariaLabel ?? one.textContent);
    });
    expect(faults, name).toEqual([]);
  }
});

describe('a narrow screen that is touched', () => {
  test('at 360 px nothing sticks out, tray and recipe are sheets, and two fingers zoom', async () => {
    const page = await studio.open('', {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByRole('figure', { name: 'Edges' }).and(page.locator('[data-state="ready"]')).waitFor();
    const outside = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('button, input, dd, [role="slider"], [role="status"]')]
          .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden, .viewport'))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => one.textContent || one.getAttribute('aria-label')),
      );
    expect(await outside()).toEqual([]); // while it paints, so with progress and Cancel
    for (const sheet of ['Images', 'Settings']) {
      await page.getByRole('button', { name: sheet, exact: true }).tap();
      await page
        .getByRole(sheet === 'Images' ? 'list' : 'region', { name: sheet === 'Images' ? sheet : 'Colour' })
        .waitFor();
      expect(await outside()).toEqual([]);
    }
    await page.getByRole('button', { name: 'Settings', exact: true }).tap();
    await settled(page);
    const picture = await placeOf(page, 'Colour');
    const middle = { x: picture.x + picture.width / 2, y: picture.y + picture.height / 2 };
    await page.touchscreen.tap(middle.x, middle.y);
    expect(await outside()).toEqual([]);
    await page.mouse.move(middle.x, middle.y);
    expect(await reading(page, 'Colour')).toMatch(/^\d+/);
    expect(await outside()).toEqual([]); // with values in the readout

    const before = await percent(page);
    const touch = await page.context().newCDPSession(page);
    const fingers = (apart: number) => [
      { x: middle.x - apart, y: middle.y, id: 0 },
      { x: middle.x + apart, y: middle.y, id: 1 },
    ];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) });
    for (const apart of [45, 60, 75, 90]) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(() => percent(page)).toBeGreaterThan(2.5 * before);
  });
});
