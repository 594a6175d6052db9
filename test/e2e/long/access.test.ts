import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { OF_COLOURS, OF_WIDTH, violations } from '../axe.ts';
import { states } from '../states.ts';
import { checksum, settled, visitors } from '../studio.ts';
import { trainingStatus } from '../training.ts';

const studio = visitors();

describe('for everybody', () => {
  for (const [viewport, other] of [
    [
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
    ],
    [
      { width: 390, height: 844 },
      { width: 320, height: 640 },
    ],
  ] as const) {
    test(`axe finds no violation in any state, light and dark, ${viewport.width} and ${other.width} px wide`, async () => {
      const page = await studio.opened();
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      for (const { name, enter, leave } of states) {
        await enter(page);
        expect(await violations(page), `${name}, light`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        expect(await violations(page, OF_COLOURS), `${name}, dark`).toEqual([]);
        await page.setViewportSize(other);
        expect(await violations(page, OF_WIDTH), `${name}, dark, ${other.width} px`).toEqual([]);
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
        await leave?.(page);
      }
    }, 240_000);
  }

  test('the main job is done by keyboard alone', async () => {
    const page = await studio.opened();
    const first = await checksum(page, 'Input');

    // Adds a picture; the dialog itself is the browser's.
    const dialog = page.waitForEvent('filechooser');
    await tabTo(page, page.getByLabel('Add images'));
    await page.keyboard.press('Enter');
    await (await dialog).setFiles(join(import.meta.dirname, '../../fixtures/nuclei-16bit.tif'));
    await expect.poll(() => checksum(page, 'Input')).not.toBe(first);
    await settled(page);

    // Chooses a model.
    const before = await checksum(page, 'Colour');
    await tabTo(page, page.getByRole('radiogroup', { name: 'Model' }).getByRole('radio'));
    await page.keyboard.press('ArrowDown', { delay: 60 }); // a key that is up at once moves the focus only
    await expect.poll(() => checksum(page, 'Colour'), { timeout: 60_000 }).not.toBe(before);
    await settled(page);

    // Moves a threshold.
    const edges = await checksum(page, 'Edges');
    await tabTo(page, page.getByRole('tab', { selected: true }));
    for (const _ of ['Cells', 'Edges']) await page.keyboard.press('ArrowLeft', { delay: 60 });
    await tabTo(page, page.getByRole('slider', { name: 'Low threshold' }));
    await page.keyboard.press('PageUp');
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(edges);
    await settled(page);

    // Draws an edge, and takes it back.
    const found = await checksum(page, 'Edges');
    const colours = await checksum(page, 'Colour');
    await page.keyboard.press('p');
    await tabTo(page, page.getByRole('application', { name: 'Edges picture' }));
    for (const key of ['Space', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Space']) {
      await page.keyboard.press(key);
    }
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(found);
    await expect.poll(() => checksum(page, 'Colour'), { timeout: 60_000 }).not.toBe(colours);
    await settled(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => checksum(page, 'Edges')).toBe(found);
    await expect.poll(() => checksum(page, 'Colour')).toBe(colours);
    await page.keyboard.press('v');

    // Compares, and saves the sheet.
    await tabTo(page, page.getByRole('tab', { selected: true }));
    for (const _ of ['Cells', 'Colour']) await page.keyboard.press('ArrowRight', { delay: 60 });
    await page.keyboard.press('c');
    await tabTo(page, page.getByRole('slider', { name: 'Input or colour' }));
    await page.keyboard.press('PageUp');
    await expect.poll(() => checksum(page, 'Colour')).not.toBe(colours);
    const saved = page.waitForEvent('download');
    await tabTo(page, page.getByRole('button', { name: 'Export' }));
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('menuitem', { name: 'Side by side sheet' });
    await sheet.waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown'); // nothing has the focus until the menu has opened
        return hasFocus(sheet);
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    expect((await saved).suggestedFilename()).toBe('nuclei-16bit.sheet.png');
  }, 240_000);

  test('a model is trained by keyboard alone', async () => {
    const page = await studio.opened();
    const press = async (wanted: Locator) => {
      await tabTo(page, wanted);
      await page.keyboard.press('Enter');
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await press(button('Train your own'));
    await page.getByRole('dialog').waitFor();
    await tabTo(page, page.getByRole('slider', { name: 'Dishes' }));
    await page.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await tabTo(page, page.getByRole('radiogroup', { name: 'Size' }).getByRole('radio'));
    await page.keyboard.press('ArrowLeft', { delay: 60 }); // a key that is up at once moves the focus only
    await press(button('Train'));
    await button('Pause').waitFor();
    await press(button('Pause'));
    await button('Go on').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus(button('Train your own'))).toBe(true);
    await press(trainingStatus(page));
    await press(button('Discard…'));
    await expect.poll(() => hasFocus(button('Keep'))).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await button('Train').waitFor();
    expect(await trainingStatus(page).count()).toBe(0);
  });
});

/** Presses Tab until one of the wanted controls has the focus. */
async function tabTo(page: Page, wanted: Locator) {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    if (await hasFocus(wanted)) return;
  }
  throw new Error(`120 Tabs do not reach ${wanted}`);
}

/** Whether one of the controls has the focus. */
const hasFocus = (wanted: Locator) =>
  wanted.evaluateAll((all) => all.some((one) => one === document.activeElement));
