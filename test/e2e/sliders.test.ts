import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { runs, settled, visitors } from './studio.ts';

const studio = visitors();

/** Presses arrow keys on a slider without waiting between them, back and forth so that every value is a new one at first. */
async function move(page: Page, name: string, times: number) {
  await page.getByRole('slider', { name, exact: true }).focus();
  for (let i = 0; i < times; i++) await page.keyboard.press(i % 100 < 50 ? 'ArrowRight' : 'ArrowLeft');
}

/** Tensors that the engine holds, as the status line says. */
const tensors = async (page: Page) =>
  Number(await page.getByRole('status', { name: 'Device' }).getAttribute('data-tensors'));

test('50 fast moves of a slider start at most 3 renders, and the last value wins', async () => {
  const page = await studio.open();
  await settled(page);
  const before = await runs(page, 'Edges');
  await page.getByRole('slider', { name: 'Low threshold', exact: true }).focus();
  // All moves in one task of the page: as fast as a hand could never be.
  await page.evaluate(() => {
    const slider = document.activeElement;
    for (let i = 0; i < 50; i++) {
      slider?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowRight', code: 'ArrowRight', bubbles: true }),
      );
    }
  });
  await settled(page);
  const started = (await runs(page, 'Edges')) - before;
  expect(started).toBeGreaterThanOrEqual(1);
  expect(started).toBeLessThanOrEqual(3);
});

test('200 moves of a slider leave the count of tensors where it was', async () => {
  const page = await studio.open();
  await settled(page);
  await move(page, 'High threshold', 2);
  await settled(page);
  const before = await tensors(page);
  expect(before).toBeGreaterThan(0);
  await move(page, 'High threshold', 200);
  await settled(page);
  expect(await tensors(page)).toBe(before);
});

test('no task on the main thread of the page takes over 50 ms while renders run', async () => {
  const page = await studio.open();
  await settled(page);
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  await move(page, 'Blur (sigma)', 8);
  await settled(page);
  expect(await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)).toEqual([]);
});
