import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { dreaming, dreamt, tensors } from '../dreaming.ts';
import { checksum, pane, visitors } from '../studio.ts';

const { opened } = visitors();

const channels = (page: Page) => page.getByRole('list', { name: /^Channels of/ }).getByRole('button');

/** How many different values the pixels of a channel's portrait have; 1 before there is any. */
const shades = (page: Page, index: number) =>
  channels(page)
    .nth(index)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(data).size;
    });

test('looking inside shows the strongest channels with their portraits; one is dreamed on, and taken off again', async () => {
  const page = await opened();
  await dreaming(page, 2);
  await dreamt(page);
  const ofAll = await checksum(page, 'Dream');
  const before = await tensors(page);

  await page.getByText('Look inside').click();
  await expect.poll(() => channels(page).count(), { timeout: 60_000 }).toBe(12);
  expect(await page.getByRole('combobox', { name: 'Channels of' }).inputValue()).toBe('mixed0');
  const names = await channels(page).evaluateAll((all) => all.map((one) => one.textContent ?? ''));
  const shares = names.map((name) => Number(/, ([\d.]+) %$/.exec(name)?.[1]));
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect(shares[0]).toBeGreaterThan(100 / 256); // more than its part of the layer's 256
  await expect.poll(() => shades(page, 1), { timeout: 120_000 }).toBeGreaterThan(100);

  await channels(page).nth(1).click();
  await expect.poll(() => checksum(page, 'Dream'), { timeout: 60_000 }).not.toBe(ofAll);
  await dreamt(page);
  expect(await channels(page).nth(1).getAttribute('aria-pressed')).toBe('true');
  const number = /^Channel (\d+),/.exec(names[1] ?? '')?.[1];
  const card = page.getByRole('region', { name: 'Dream', exact: true });
  expect(await card.textContent()).toContain(`only channel ${number} is climbed`);

  const runs = await pane(page, 'Dream').getAttribute('data-runs');
  await page.getByRole('button', { name: 'All channels' }).click();
  await expect.poll(() => checksum(page, 'Dream')).toBe(ofAll);
  await dreamt(page);
  expect(await pane(page, 'Dream').getAttribute('data-runs')).toBe(runs); // it was kept
  expect(await channels(page).nth(1).getAttribute('aria-pressed')).toBe('false');

  await page.getByText('Look inside').click();
  await channels(page).first().waitFor({ state: 'detached' });
  await page.getByRole('switch', { name: 'Keep original colours' }).click();
  await dreamt(page);
  expect(await tensors(page)).toBe(before);
});

test('a portrait that was made is not made again at the next visit', async () => {
  const page = await opened();
  await dreaming(page, 1);
  await dreamt(page);
  await page.getByText('Look inside').click();
  await expect.poll(() => shades(page, 1), { timeout: 120_000 }).toBeGreaterThan(100); // so the first is whole
  // What is kept is exchanged for a plain square, so that it is known again.
  const address = await page.evaluate(async () => {
    const cache = await caches.open('eosin-portraits');
    const [first] = await cache.keys();
    await cache.put(first as Request, new Response(new Uint8Array(96 * 96 * 3).fill(77)));
    return first?.url;
  });
  expect(address).toMatch(/\/[0-9a-f]{64}\/mixed0\/\d+$/);

  await page.reload();
  await dreaming(page, 1);
  await dreamt(page);
  await page.getByText('Look inside').click();
  await expect.poll(() => shades(page, 0)).toBe(2); // 77, and the opaque 255
});
