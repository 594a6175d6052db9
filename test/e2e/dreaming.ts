import type { Page } from 'playwright';
import { more, ready, settled, stage } from './studio.ts';

export const layer = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });
const number = (page: Page, name: string) =>
  page.getByRole('textbox', { name: `${name}, number`, exact: true });
export const place = (page: Page) => page.locator('.dream-place');
export const stepsTaken = async (page: Page) => Number(await place(page).getAttribute('data-step'));
export const tensors = async (page: Page) =>
  Number(await page.getByRole('status', { name: 'Device' }).getAttribute('data-tensors'));

export async function type(page: Page, name: string, value: number) {
  await number(page, name).fill(String(value));
  await number(page, name).press('Enter');
}

/** A short dream at one low layer: a step takes a tenth of a second. */
export async function dreaming(page: Page, steps: number) {
  await settled(page);
  await stage(page, 'Dream');
  await more(page);
  await layer(page, 'mixed6').uncheck();
  await layer(page, 'mixed8').uncheck();
  await type(page, 'Octaves', 1);
  await type(page, 'Steps', steps);
  await layer(page, 'mixed0').check();
  await place(page)
    .filter({ hasText: new RegExp(`step \\d+/${steps}(?!\\d)`) }) // till then it may be that of an earlier dream
    .waitFor({ state: 'attached' });
}

/** Waits until the dream is as it was asked for. */
export async function dreamt(page: Page) {
  await ready(page, 'Dream');
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
}
