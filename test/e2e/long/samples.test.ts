import { describe, expect, test } from 'vitest';
import { settled, stage, visitors } from '../studio.ts';

const studio = visitors();

describe('samples', () => {
  test('each has a picture, and says where it comes from', async () => {
    const page = await studio.opened();
    await page.getByRole('button', { name: 'Samples', exact: true }).click();
    const cards = page.getByRole('dialog', { name: 'Samples' }).getByRole('listitem');
    await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(6);
    for (const card of await cards.all()) {
      await card.locator('canvas').waitFor({ timeout: 60_000 });
      expect(await card.textContent()).toMatch(/, (MIT|CC0)$|Drawn by Eosin, free to use$/);
    }

    await cards.filter({ hasText: 'A drawn blood smear' }).click();
    await page.getByRole('list', { name: 'Images' }).getByText('A drawn blood smear').waitFor();
    await settled(page);
  });

  test('each press on "New dish" opens another dish; an undo takes it away, a redo brings it back', async () => {
    const page = await studio.opened();
    const dishes = page.getByRole('list', { name: 'Images' }).getByText(/^Dish \d+$/);
    const press = () => page.getByRole('button', { name: 'New dish' }).click();
    await press();
    await expect.poll(() => dishes.count()).toBe(1);
    await settled(page);
    await stage(page, 'Edges');
    await page.getByRole('slider', { name: 'High threshold', exact: true }).press('PageUp');
    await press();
    await expect.poll(() => dishes.count()).toBe(2);
    const both = await dishes.allTextContents();
    expect(new Set(both).size).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => dishes.allTextContents()).toEqual(both.slice(0, 1));
    await settled(page);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => dishes.allTextContents()).toEqual(both);
    await settled(page);
  });
});
