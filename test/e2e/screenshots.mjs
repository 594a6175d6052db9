/**
 * Pictures of the running page (`npm run build` first; or name a running one in EOSIN_URL):
 *
 *   node test/e2e/screenshots.mjs --readme                      docs/studio.png, the README's
 *   node test/e2e/screenshots.mjs [folder] [width x height ...] each size dark and light, for eyes that judge the design,
 *                                                               as `1280x720-dark.png`; narrow ones also with the recipe
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { preview } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [folder = join(root, 'test/results/screenshots'), ...named] = process.argv.slice(2);
const sizes = named.length > 0 ? named : ['1280x720', '1920x1080', '390x844'];
const NARROW = 860;

const server = process.env.EOSIN_URL
  ? null
  : await preview({ root, preview: { port: 0 }, logLevel: 'error' });
const url = process.env.EOSIN_URL ?? server?.resolvedUrls?.local[0];
if (!url) throw new Error('there is no page to look at: set EOSIN_URL, or build first');
const browser = await chromium.launch({
  executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
  args: ['--enable-unsafe-webgpu', '--no-sandbox'],
});

/** The page with the first sample painted and nothing left to do. */
async function painted(width, height, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on('pageerror', (error) => console.error(error.message));
  page.on('console', (line) => line.type() === 'error' && console.error(line.text()));
  await page.goto(url);
  for (const name of ['Input', 'Edges', 'Colour']) {
    const pane = page.getByRole('figure', { name, exact: true });
    await pane.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 120_000 });
  }
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
  await page.locator('[data-state="waiting"]').waitFor({ state: 'detached' });
  return page;
}

/** The same, and dreamed on. */
async function dreamt(width, height, colorScheme) {
  const page = await painted(width, height, colorScheme);
  await page.getByRole('tab', { name: 'Dream' }).click();
  await page.getByRole('switch', { name: 'Dream', exact: true }).click();
  const pane = page.getByRole('figure', { name: 'Dream', exact: true });
  await pane.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 300_000 });
  return page;
}

async function take(page, path) {
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  console.log(path);
}

/** What a person brings about: cells and their table, colours that measure, a dream on its way, what opens, a file that is none. */
async function states(page, path, isNarrow) {
  const settings = () => (isNarrow ? page.getByRole('button', { name: 'Settings' }).click() : undefined);
  const shown = (name) =>
    page.getByRole('figure', { name, exact: true }).and(page.locator('[data-state="ready"]'));
  await page.getByRole('tab', { name: 'Cells' }).click();
  await settings();
  await page.getByRole('switch', { name: 'Find cells' }).click();
  await shown('Cells').waitFor({ timeout: 120_000 });
  await take(page, `${path}-cells-found.png`);
  await settings();
  await page.getByRole('button', { name: 'Cells', exact: true }).click();
  await page.getByRole('table', { name: 'Cells' }).waitFor();
  await take(page, `${path}-cells-table.png`);
  await page.getByRole('button', { name: 'Cells', exact: true }).click();
  await page.getByRole('tab', { name: 'Colour' }).click();
  await settings();
  await page.getByRole('radio', { name: 'Cells apart' }).click();
  await page.getByRole('combobox', { name: 'Colour says' }).selectOption('Area');
  await page.getByRole('figure', { name: /^Legend: Area/ }).waitFor();
  await take(page, `${path}-colour-by-area.png`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await settings();
  await page.getByRole('tab', { name: 'Dream' }).click();
  await settings();
  await page.getByRole('switch', { name: 'Dream', exact: true }).click();
  await page.locator('.dream-place[data-step]').waitFor({ state: 'attached', timeout: 120_000 });
  await take(page, `${path}-dreaming.png`);
  await page.keyboard.press('Escape');
  await settings();
  if (isNarrow) await page.getByRole('button', { name: 'Images', exact: true }).click();
  await page.getByRole('button', { name: 'Samples' }).click();
  await page.getByRole('dialog').locator('canvas').last().waitFor();
  await take(page, `${path}-samples.png`);
  await page.keyboard.press('Escape');
  if (isNarrow) await page.getByRole('button', { name: 'Images', exact: true }).click();
  for (const [name, file] of [
    ['Export', 'export'],
    ['Share', 'share'],
    ['Help', 'help'],
  ]) {
    await page.getByRole('button', { name }).first().click();
    await page.locator('[role="menu"], [role="dialog"]').waitFor();
    await take(page, `${path}-${file}.png`);
    await page.keyboard.press('Escape');
  }
  await page.getByLabel('Add images').setInputFiles([
    {
      name: 'notes.tif',
      mimeType: 'image/tiff',
      buffer: Buffer.from('These are notes, and no picture at all.'),
    },
  ]);
  await page.getByRole('alert').waitFor();
  await take(page, `${path}-bad-file.png`);
}

/** Every stage in each layout that matters, then what opens over the page. */
async function forEyes(size) {
  const [width, height] = size.split('x').map(Number);
  for (const colorScheme of ['dark', 'light']) {
    const page = await painted(width, height, colorScheme);
    const path = join(folder, `${size}-${colorScheme}`);
    await take(page, `${path}-first.png`);
    await page.getByRole('button', { name: 'Close the welcome' }).click();
    for (const stage of ['Input', 'Edges', 'Cells', 'Colour', 'Dream']) {
      await page.getByRole('tab', { name: stage }).click();
      if (width < NARROW) await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('region', { name: stage, exact: true }).waitFor();
      await take(page, `${path}-${stage.toLowerCase()}.png`);
      if (width < NARROW) await page.getByRole('button', { name: 'Settings' }).click();
    }
    await page.getByRole('tab', { name: 'Colour' }).click();
    await page.getByRole('radio', { name: 'Compare two' }).click();
    await take(page, `${path}-pair.png`);
    await page.getByRole('radio', { name: 'All alike' }).click();
    await take(page, `${path}-grid.png`);
    await page.keyboard.press('f');
    await take(page, `${path}-present.png`);
    await page.keyboard.press('f');
    await page.getByRole('radio', { name: 'One large' }).click();
    await states(page, path, width < NARROW);
    await page.close();
  }
}

try {
  if (folder === '--readme') await take(await dreamt(1280, 720, 'dark'), join(root, 'docs/studio.png'));
  else for (const size of sizes) await forEyes(size);
} finally {
  await browser.close();
  await server?.close();
}
