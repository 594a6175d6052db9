/**
 * Pictures of the running page, for the README and for eyes that judge the design:
 *
 *   node test/e2e/screenshots.mjs [folder] [width x height ...]
 *
 * Takes the page at EOSIN_URL, or serves the last build (`npm run build` first). Each size is taken dark and light, as
 * `1280x720-dark.png`; narrow ones also with the recipe open.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';

const [folder = 'test/results/screenshots', ...sizes] = process.argv.slice(2);
const wanted = sizes.length > 0 ? sizes : ['1280x720', '1920x1080', '390x844'];
const chrome = process.env.EOSIN_CHROME ?? '/usr/bin/chromium';
const NARROW = 860;

const server = process.env.EOSIN_URL ? null : await preview({ preview: { port: 0 }, logLevel: 'error' });
const url = process.env.EOSIN_URL ?? server?.resolvedUrls?.local[0];
if (!url) throw new Error('there is no page to look at: set EOSIN_URL, or build first');

const browser = await chromium.launch({
  executablePath: chrome,
  args: ['--enable-unsafe-webgpu', '--no-sandbox'],
});
try {
  mkdirSync(folder, { recursive: true });
  for (const size of wanted) {
    const [width, height] = size.split('x').map(Number);
    for (const colorScheme of ['dark', 'light']) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme });
      page.on('pageerror', (error) => console.error(`${size} ${colorScheme}: ${error.message}`));
      page.on('console', (line) => {
        if (line.type() === 'error') console.error(`${size} ${colorScheme}: ${line.text()}`);
      });
      await page.goto(url);
      for (const name of ['Input', 'Edges', 'Colour']) {
        const pane = page.getByRole('figure', { name, exact: true });
        await pane.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 120_000 });
      }
      await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
      await page.locator('[data-state="waiting"]').waitFor({ state: 'detached' });
      await page.screenshot({ path: join(folder, `${size}-${colorScheme}.png`) });
      if (width < NARROW) {
        await page.getByRole('button', { name: 'Recipe' }).click();
        await page.screenshot({ path: join(folder, `${size}-${colorScheme}-recipe.png`) });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server?.close();
}
