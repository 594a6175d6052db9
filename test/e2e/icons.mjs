/**
 * Draws the page's icons anew from the mark in index.html:
 *
 *   node test/e2e/icons.mjs
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'public/icons');
const mark = /rel="icon"\s+href="(data:image\/svg\+xml,[^"]+)"/.exec(
  readFileSync(join(root, 'index.html'), 'utf8'),
)?.[1];
if (!mark) throw new Error('index.html has no mark: a link rel="icon" with an SVG as a data address');

/** The page's dark ground, where a system fills the corners by itself. */
const GROUND = '#1c1c1c';

/** @type {readonly { name: string, side: number, share: number, ground: string }[]} `share` of the side that the mark takes. */
const icons = [
  { name: 'icon-192', side: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512', side: 512, share: 1, ground: 'transparent' },
  // A circle of 0.8 of the side is never cut off (W3C, Web Application Manifest, "Icon masks and safe zone").
  { name: 'maskable-512', side: 512, share: 0.72, ground: GROUND },
  { name: 'touch-180', side: 180, share: 0.8, ground: GROUND },
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const { name, side, share, ground } of icons) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const size = Math.round(side * share);
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">
       <img src="${mark}" width="${size}" height="${size}">`,
  );
  await page.locator('img').evaluate((image) => image.decode());
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
  console.log(path);
}
await browser.close();
