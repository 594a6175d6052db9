import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dropFiles, pane, ready, settled, stage, visitors } from '../studio.ts';

const { open } = visitors();
const smear = fileURLToPath(new URL('../../../public/samples/smear_a_092.jpg', import.meta.url));

describe('what a model invented', () => {
  test('is laid over its picture, told in words, counted in cells, and goes with another picture', async () => {
    const page = await open();
    await settled(page);
    await dropFiles(page, [smear]);
    await page.getByRole('list', { name: 'Images' }).getByText('smear_a_092.jpg').waitFor();
    await settled(page);
    await stage(page, 'Colour');
    await page.getByRole('radio', { name: 'Blood smear' }).check();
    await ready(page, 'Colour');

    const lens = page.getByRole('region', { name: 'What was invented' });
    const toggle = lens.getByRole('switch', { name: 'Show what was lost and invented' });
    await toggle.focus();
    await page.keyboard.press('Space');
    const words = lens.getByText(/% of the picture's edges are lost/);
    await words.waitFor();
    expect(await words.textContent()).toMatch(
      /^(\d+|under 1) % of the picture's edges are lost.*; (\d+|under 1) % of the generated picture's edges are invented/,
    );
    const overlay = pane(page, 'Colour').locator('.lens-picture');
    await overlay.waitFor();
    // It lies where the picture lies, at any zoom.
    const boxes = async () => [
      await overlay.boundingBox(),
      await pane(page, 'Colour').locator('canvas.picture').boundingBox(),
    ];
    const [over, under] = await boxes();
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs((over?.[side] ?? 0) - (under?.[side] ?? -9))).toBeLessThan(1);

    await lens.getByRole('button', { name: 'Do the numbers survive?' }).click();
    await lens.getByText(/ of \d+ cells changed by more than a tenth, .* lost, .* invented/).waitFor();
    expect(await lens.getByRole('list', { name: 'Cells of both pictures' }).textContent()).toMatch(
      /\d+ in the input/,
    );

    // Escape stops it; asked again it comes to its end.
    await lens.getByRole('button', { name: 'How sure is it?' }).click();
    await lens.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.keyboard.press('Escape');
    await lens.getByRole('button', { name: 'How sure is it?' }).click();
    await lens.getByText(/the colours differ by \d+\.\d of 255 levels/).waitFor();

    await lens.getByRole('combobox', { name: 'Beside another model' }).selectOption({ label: 'Blood stain' });
    await lens.getByText(/The two differ by \d+\.\d levels/).waitFor();
    await expect.poll(() => pane(page, 'Colour').locator('.lens-half .lens-picture').count()).toBe(2);

    await lens
      .getByRole('combobox', { name: 'Beside another model' })
      .selectOption({ label: 'Nuclei by area' });
    await lens.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => pane(page, 'Colour').locator('.lens-half').count()).toBe(0);
    expect(await lens.getByRole('combobox', { name: 'Beside another model' }).inputValue()).toBe('');

    // What was told is of that very picture: with other settings it is asked anew.
    await page.getByRole('switch', { name: 'Keep structure' }).click();
    await lens.getByRole('button', { name: 'Do the numbers survive?' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await lens.getByText(/ of \d+ cells changed by more than a tenth/).waitFor(); // what was known comes back
  });

  test('of a dish goes round both generators of CycleGAN, and comes back from both ends', async () => {
    const page = await open();
    await settled(page);
    await page.getByRole('button', { name: 'New dish' }).click();
    await stage(page, 'Colour');
    expect(await page.getByRole('button', { name: 'Walk the circle' }).count()).toBe(0); // its model has no way back
    await page.getByRole('radio', { name: 'Petri dish by CycleGAN' }).check();
    await ready(page, 'Colour');
    const walk = page.getByRole('button', { name: 'Walk the circle' });
    await walk.click();
    const dialog = page.getByRole('dialog', { name: 'Walk the circle' });
    /** Percents of the picture's edges that are drawn, and of those drawn that are new. */
    const shares = async (way: string) => {
      const words = await dialog
        .getByRole('region', { name: way })
        .getByText(/^\d+ % of/)
        .textContent();
      return [...(words ?? '').matchAll(/(\d+) % of/g)].map(([, share]) => Number(share));
    };
    const [again = 0, newAgain = 100] = await shares('From edges to colours and back');
    const [drawn = 0, newDrawn = 100] = await shares('From the picture to edges and back');
    expect(again).toBeGreaterThanOrEqual(90);
    expect(newAgain).toBeLessThanOrEqual(10);
    expect(drawn).toBeGreaterThanOrEqual(75);
    expect(newDrawn).toBeLessThanOrEqual(30);
    await dialog.getByText('Both ways are done.').waitFor();
    expect(await dialog.getByText('Generated', { exact: true }).count()).toBe(4);
    expect(await dialog.getByRole('img').count()).toBe(6);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await walk.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});
