import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { drawVideo } from '../../drawn-video.ts';
import { violations } from '../axe.ts';
import { checksum, pane, ready, settled, stage, visitors } from '../studio.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-camera-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const film = join(folder, 'cells.y4m');
drawVideo(film, { width: 320, height: 240, frames: 12 });

const fake = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
const allowed = visitors(...fake, '--use-fake-ui-for-media-stream');
const refused = visitors(...fake, '--deny-permission-prompts');

const camera = (page: Page) => page.getByRole('button', { name: 'Camera', exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'Camera' });
const tensors = (page: Page) => page.getByRole('status', { name: 'Device' }).getAttribute('data-tensors');
const frames = async (page: Page) => Number(await pane(page, 'Colour').getAttribute('data-runs'));

test('a camera is painted as it moves, its stills go into the tray, and the picture comes back after it', async () => {
  const page = await allowed.open('?backend=wasm');
  await settled(page);
  const before = await checksum(page, 'Input');
  await stage(page, 'Edges');
  await camera(page).click();
  await bar(page).getByText('Live').waitFor();
  for (const name of ['Input', 'Edges', 'Colour'] as const) {
    await ready(page, name);
    const first = await checksum(page, name);
    await expect.poll(() => checksum(page, name)).not.toBe(first); // it moves
  }

  // A slider works on it as on a picture.
  const white = () =>
    pane(page, 'Edges')
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no 2d context');
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, i) => i % 4 === 0 && value > 0).length;
      });
  expect(await white()).toBeGreaterThan(100);
  await page.getByRole('slider', { name: 'Low threshold' }).press('End');
  await page.getByRole('slider', { name: 'High threshold' }).press('End');
  await expect.poll(white).toBeLessThan(20);

  await bar(page).getByRole('button', { name: 'Speed' }).click();
  await bar(page)
    .getByText(/^[\d.]+ pictures a second, \d+ ms each$/)
    .waitFor();

  expect(await violations(page)).toEqual([]);

  // Nothing piles up.
  const held = await tensors(page);
  const begun = await frames(page);
  await expect.poll(() => frames(page), { timeout: 60_000 }).toBeGreaterThan(begun + 60);
  expect(await tensors(page)).toBe(held);

  await bar(page).getByRole('button', { name: 'Take a still' }).click();
  await page
    .getByRole('list', { name: 'Images' })
    .getByText(/^Camera \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/)
    .waitFor();
  await bar(page).getByText('Live').waitFor(); // it goes on
  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  await ready(page, 'Input');
  await ready(page, 'Edges');
  expect(await pane(page, 'Input').textContent()).toContain('320'); // the still, at the camera's own size

  const undo = page.getByRole('button', { name: 'Undo' });
  while (await undo.isEnabled()) await undo.click();
  await settled(page);
  expect(await checksum(page, 'Input')).toBe(before);
});

test('a camera that may not be used is said in one sentence, and the picture stays', async () => {
  const page = await refused.open();
  await settled(page);
  const before = await checksum(page, 'Colour');
  await camera(page).click();
  await page.getByRole('alert').getByText('The camera may not be used: allow it for this page').waitFor();
  expect(await camera(page).getAttribute('aria-pressed')).toBe('false');
  expect(await checksum(page, 'Colour')).toBe(before);
});
