import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { mainThreadTasks } from '../main-thread.ts';
import { checksum, settled, stage, visitors } from '../studio.ts';

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
  const page = await studio.opened();
  await page.evaluate(() => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (request: { type: string }) {
      asked.push(request.type);
      post.call(this, request);
    };
  });
  const renders = () =>
    page.evaluate(() =>
      (globalThis as unknown as { asked: string[] }).asked.filter((type) => type === 'render'),
    );
  await stage(page, 'Edges');
  await page.getByRole('slider', { name: 'Low threshold', exact: true }).press('ArrowRight');
  await settled(page);
  const before = (await renders()).length;
  expect(before).toBeGreaterThan(0);

  const slider = page.getByRole('slider', { name: 'Low threshold', exact: true });
  const value = Number(await slider.getAttribute('aria-valuenow'));
  await slider.focus();
  // All moves in one task of the page, as fast as a hand could never be; React takes each up in a microtask.
  await page.evaluate(async () => {
    for (let i = 0; i < 50; i++) {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowRight', code: 'ArrowRight', bubbles: true }),
      );
      await new Promise<void>(queueMicrotask);
    }
  });
  expect(Number(await slider.getAttribute('aria-valuenow'))).toBe(value + 50);
  await settled(page);
  const started = (await renders()).length - before;
  expect(started).toBeGreaterThanOrEqual(1);
  expect(started).toBeLessThanOrEqual(3);

  // What is on screen is the last value's: asked for on its own, it changes nothing.
  const edges = await checksum(page, 'Edges');
  await slider.press('ArrowLeft');
  await slider.press('ArrowRight');
  await settled(page);
  expect(await checksum(page, 'Edges')).toBe(edges);
});

test('200 moves of a slider leave the count of tensors where it was', async () => {
  const page = await studio.opened();
  await stage(page, 'Edges');
  await move(page, 'High threshold', 2);
  await settled(page);
  const before = await tensors(page);
  expect(before).toBeGreaterThan(0);
  await move(page, 'High threshold', 200);
  await settled(page);
  expect(await tensors(page)).toBe(before);
});

test.each([
  '512 px',
  '1024 px',
])('no task on the main thread of the page takes over 50 ms of the processor while pictures of %s render', {
  retry: 2, // on a processor that others fill, the same work takes more of it
}, async (size) => {
  const page = await studio.opened();
  const tasks = await mainThreadTasks(page, async () => {
    await stage(page, 'Input');
    await page.getByRole('combobox', { name: 'Size' }).selectOption(size);
    await stage(page, 'Edges');
    await move(page, 'Blur (sigma)', 8);
    await settled(page);
  });
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks.filter((ms) => ms > 50)).toEqual([]);
});
