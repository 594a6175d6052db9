import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { encodePng } from '../../src/engine/formats/png-write.ts';
import { drawnPairs } from '../tiny-plan.ts';
import { type } from './dreaming.ts';

/** Coloured pictures as files: squares on a dark ground. @returns their paths. */
export async function colouredFiles(folder: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (const [i, { colour }] of drawnPairs(count, 64).entries()) {
    const path = join(mkdtempSync(join(folder, 'pictures-')), `square-${i}.png`);
    writeFileSync(path, await encodePng(colour));
    paths.push(path);
  }
  return paths;
}

export const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Train your own' });

export async function openTrainer(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Train your own' }).click();
  await dialog(page).waitFor();
  return dialog(page);
}

/** Begins a small training on dishes, as it stands in the dialog. */
export async function trainOnDishes(page: Page, steps: number): Promise<void> {
  await page.getByRole('radio', { name: '64 px' }).check();
  await type(page, 'Dishes', 5);
  await type(page, 'Steps', steps);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('region', { name: 'Samples' }).waitFor({ timeout: 60_000 });
}

/** What the status line says of the training: opens it when pressed. */
export const trainingStatus = (page: Page): Locator =>
  page.getByRole('status', { name: 'Device' }).getByRole('button', { name: /^(Train|Making pairs)/ });

/** Steps taken, as the status line says. */
export const stepsTaken = async (page: Page): Promise<number> =>
  Number(/step (\d+) of/.exec((await trainingStatus(page).textContent()) ?? '')?.[1]);
