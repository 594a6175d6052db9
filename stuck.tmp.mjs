import { preview } from 'vite';
import { chromium } from 'playwright';
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
for (let r = 0; r < 14; r++) {
  const ctx = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' });
  const page = await ctx.newPage();
  page.on('console', (m) => m.text().startsWith('Service') || console.log('console', m.text())); page.on('pageerror', (e) => console.log('pageerror', e));
  const t0 = Date.now();
  await page.goto(url);
  try { await page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor({ timeout: 22000 }); console.log(r, Date.now() - t0); }
  catch { console.log(r, 'STUCK', (await page.locator('.footer').innerText()).replace(/\n/g, ' '), await page.locator('.pane').evaluateAll((all) => all.map((o) => `${o.getAttribute('aria-label')} ${o.dataset.state} ${o.dataset.runs}`)), await page.locator('[role=alert]').allTextContents()); 
   await page.waitForTimeout(20000); console.log('later', (await page.locator('.footer').innerText()).replace(/\n/g, ' '), await page.locator('.pane').evaluateAll((all) => all.map((o) => `${o.getAttribute('aria-label')} ${o.dataset.state} ${o.dataset.runs}`)), await page.locator('[role=alert]').allTextContents()); }
  await ctx.close();
}
await browser.close(); await server.close(); process.exit(0);
