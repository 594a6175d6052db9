import { expect, test } from 'vitest';
import { settled, visitors } from '../studio.ts';

const { open } = visitors();

test('the question mark opens a tour, which the arrow keys and its buttons go through, and which ends in the keys', async () => {
  const page = await open();
  await settled(page);
  await page.keyboard.press('?');
  const tour = page.getByRole('region', { name: 'Tour' });
  const title = tour.getByRole('heading');
  for (const stop of ['Input', 'Edges', 'Colour', 'Dream']) {
    await expect.poll(() => title.textContent()).toBe(stop);
    const width = await tour.getByRole('img').evaluate(async (picture: HTMLImageElement) => {
      await picture.decode();
      return picture.naturalWidth;
    });
    expect(width).toBe(256);
    await page.keyboard.press('ArrowRight');
  }
  await expect.poll(() => title.textContent()).toBe('Export');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => title.textContent()).toBe('Dream');

  const next = tour.getByRole('button', { name: 'Next' });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => title.textContent()).toBe('Export');
  await tour.getByRole('button', { name: 'The keys' }).press('Enter');
  await page.getByRole('tabpanel', { name: 'Keys' }).getByText('Wheel, pinch').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.keyboard.press('?'); // it opens where it was left
  await page.getByRole('tabpanel', { name: 'Keys' }).waitFor();
  await page.getByRole('tab', { name: 'Keys' }).press('ArrowLeft'); // between the tabs the arrows choose the tab
  await expect.poll(() => title.textContent()).toBe('Input');
});

test('what a control does is shown before and after, and takes its room before the pictures are there', async () => {
  const page = await open();
  await settled(page);
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/explained/*.webp', async (route) => {
    await arrival;
    await route.continue();
  });
  await page.getByRole('tab', { name: 'Edges' }).click();
  await page.getByRole('button', { name: 'What is Blur (sigma)?' }).click();
  const popover = page.getByRole('dialog', { name: 'Blur (sigma)' });
  await popover.getByText('Sigma 0.5').waitFor();
  const early = await popover.boundingBox();
  arrive();
  const pictures = popover.getByRole('img');
  await expect.poll(() => pictures.first().evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(256);
  expect(await popover.boundingBox()).toEqual(early);
  expect(await pictures.evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual([
    'Many short, ragged edges.',
    'A few smooth outlines.',
  ]);

  // On a phone it lies within the page.
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'What is Blur (sigma)?' }).click();
  await popover.getByText('Sigma 3').waitFor();
  await expect
    .poll(async () => {
      const box = await popover.boundingBox();
      return box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844;
    })
    .toBe(true);
});
