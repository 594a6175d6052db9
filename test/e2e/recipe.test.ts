import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { defaultRecipe } from '../../src/engine/recipe.ts';
import { checksum, idle, more, pane, runs, settled, stage, visitors, withoutColour } from './studio.ts';

const studio = visitors();

const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const value = async (page: Page, name: string) =>
  Number(await slider(page, name).getAttribute('aria-valuenow'));

describe('the recipe', () => {
  test('each stage has an inspector with all of its settings, by name', async () => {
    const page = await studio.opened();
    const card = (name: string) => page.getByRole('region', { name, exact: true });
    const sliders = (name: string) =>
      card(name)
        .getByRole('slider')
        .evaluateAll((all) => all.map((one) => one.ariaLabel));
    await stage(page, 'Input');
    expect(await sliders('Input')).toEqual(['Black point (percentile)', 'White point (percentile)', 'Gamma']);
    await card('Input').getByRole('combobox', { name: 'Channel' }).waitFor();
    await card('Input').getByRole('radiogroup', { name: 'Frame' }).waitFor();
    await stage(page, 'Edges');
    expect(await sliders('Edges')).toEqual(['Low threshold', 'High threshold', 'Blur (sigma)']);
    await more(page);
    for (const name of ['Thresholds', 'Aperture', 'Norm']) {
      await card('Edges').getByRole('radiogroup', { name }).waitFor();
    }
    await stage(page, 'Colour');
    expect(await sliders('Colour')).toEqual(['Strength']);
    const models = card('Colour').getByRole('radiogroup', { name: 'Model' });
    expect(await models.getByRole('radio').count()).toBeGreaterThanOrEqual(4);
    const broken = await models
      .locator('img')
      .evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth === 0).length);
    expect(broken).toBe(0);
  });

  test('every control of an inspector explains itself in two sentences, by keyboard too', async () => {
    const page = await studio.opened();
    for (const name of ['Input', 'Edges', 'Colour', 'Dream'] as const) {
      await stage(page, name);
      const card = page.getByRole('region', { name, exact: true });
      await card.locator('.row').first().waitFor({ state: 'attached' });
      const silent = await card
        .locator('.row')
        .evaluateAll((rows) =>
          rows.filter((row) => !row.querySelector('.about')).map((row) => row.textContent),
        );
      expect(silent).toEqual([]);
      const about = card.locator('.about').first();
      await about.press('Enter');
      const words = page.getByRole('dialog').locator('p');
      expect((await words.textContent())?.match(/[.:] |\.$/g)?.length).toBeGreaterThanOrEqual(2);
      await page.keyboard.press('Escape');
      await words.waitFor({ state: 'detached' });
      expect(await about.evaluate((one) => one === document.activeElement)).toBe(true);
    }
  });

  test('a slider takes arrows, typed numbers, a double click and Delete, and each is one step of undo', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const name = 'High threshold';
    const start = defaultRecipe.edges.high;
    await expect.poll(() => value(page, name)).toBe(start); // the test before may have left by undo
    await slider(page, name).press('ArrowRight');
    expect(await value(page, name)).toBe(start + 1);
    await slider(page, name).press('PageUp');
    expect(await value(page, name)).toBe(start + 11);
    for (const digit of '234') await page.keyboard.press(digit);
    await page.keyboard.press('Enter');
    expect(await value(page, name)).toBe(234);
    await slider(page, name).press('Delete');
    expect(await value(page, name)).toBe(start);

    const track = await slider(page, name).locator('xpath=..').locator('xpath=..').boundingBox();
    if (!track) throw new Error('the slider has no track');
    const y = track.y + track.height / 2;
    await page.mouse.move(track.x + track.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width * 0.8, y, { steps: 12 });
    await page.mouse.up();
    expect(await value(page, name)).toBeGreaterThan(200);
    await page.keyboard.press('ControlOrMeta+z'); // the whole drag
    expect(await value(page, name)).toBe(start);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    expect(await value(page, name)).toBeGreaterThan(200);
    await page.mouse.dblclick(track.x + track.width * 0.9, y);
    expect(await value(page, name)).toBe(start);
    const undo = page.getByRole('button', { name: 'Undo' });
    while (await undo.isEnabled()) await undo.click();
    expect(await value(page, name)).toBe(start);
  });

  test('what departs from the model’s recipe is marked at the setting and at the colours, and goes back by one click', async () => {
    const page = await studio.opened();
    const colours = await checksum(page, 'Colour');
    const card = page.getByRole('region', { name: 'Edges', exact: true });
    expect(await card.getByText(/trained at/).count()).toBe(0);
    await stage(page, 'Edges');
    const trained = await value(page, 'High threshold');
    await slider(page, 'High threshold').press('PageUp');
    expect(await card.getByText(`trained at ${trained}`).isVisible()).toBe(true);
    await expect
      .poll(() => pane(page, 'Colour').textContent())
      .toMatch(/Generated.*off its trained settings/);
    await card.getByRole('radio', { name: 'Auto' }).check();
    await settled(page);
    expect(await slider(page, 'High threshold').getAttribute('data-disabled')).not.toBeNull();
    await card.getByRole('button', { name: 'Back to the model’s recipe' }).click();
    expect(await card.getByText(/trained at/).count()).toBe(0);
    await expect.poll(() => checksum(page, 'Colour')).toBe(colours);
    expect(await pane(page, 'Colour').textContent()).not.toMatch(/off its/);
  });

  test('strength and keeping the structure change the colours without another painting', async () => {
    const page = await studio.opened();
    const [input, colours, edges] = [
      await checksum(page, 'Input'),
      await checksum(page, 'Colour'),
      await runs(page, 'Edges'),
    ];
    await page.getByRole('switch', { name: 'Keep structure' }).click();
    await expect.poll(() => checksum(page, 'Colour')).not.toBe(colours);
    await idle(page);
    await page.getByRole('switch', { name: 'Keep structure' }).click();
    await expect.poll(() => checksum(page, 'Colour')).toBe(colours);
    await slider(page, 'Strength').press('Home');
    await expect.poll(() => checksum(page, 'Colour')).toBe(input);
    expect(await runs(page, 'Edges')).toBe(edges);
  });

  test('crop and fit, gamma and the channel change what is developed', async () => {
    const page = await studio.opened();
    await withoutColour(page);
    const seen = new Set([await checksum(page, 'Edges')]);
    const answers = async () => {
      await expect.poll(async () => seen.has(await checksum(page, 'Edges'))).toBe(false);
      await idle(page);
      seen.add(await checksum(page, 'Edges'));
    };
    await stage(page, 'Input');
    await slider(page, 'Gamma').press('End');
    await answers();
    await page.getByRole('button', { name: 'Choose the part' }).first().click();
    const crop = page.getByRole('application', { name: 'Crop' });
    for (let i = 0; i < 6; i++) await crop.press('-');
    await answers();
    for (let i = 0; i < 5; i++) await crop.press('Shift+ArrowLeft');
    await answers();
    await page.getByRole('button', { name: 'Crop done' }).click();
    await stage(page, 'Edges');
    await more(page);
    await page.getByRole('radio', { name: 'L1' }).check();
    await answers();
    await stage(page, 'Input');
    await page.getByRole('combobox', { name: 'Size' }).selectOption('512 px');
    await answers();
    expect(await pane(page, 'Edges').locator('canvas').getAttribute('width')).toBe('512');
  });
});
