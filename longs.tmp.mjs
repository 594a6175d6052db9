import { preview } from 'vite';
import { chromium } from 'playwright';
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' })).newPage();
await page.goto(url);
const idle = async () => { await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' }); await page.locator('[data-state="waiting"], [data-state="working"]').first().waitFor({ state: 'detached', timeout: 60000 }); };
await page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor(); await idle();
for (let r = 0; r < 3; r++) {
await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
await page.getByRole('tab', { name: 'Input', exact: true }).click();
await page.getByRole('combobox', { name: 'Size' }).selectOption(r % 2 ? '512 px' : '1024 px');
await page.getByRole('tab', { name: 'Edges', exact: true }).click();
await page.getByRole('slider', { name: 'Blur (sigma)', exact: true }).focus();
for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
await page.waitForTimeout(300); await idle();
await page.getByRole('tab', { name: 'Colour', exact: true }).click();
await page.getByRole('tab', { name: 'Dream', exact: true }).click();
await page.waitForTimeout(600);
const ev = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
const mains = ev.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain');
const tasks = ev.filter((e) => e.name === 'ThreadControllerImpl::RunTask' && mains.some((m) => m.pid === e.pid && m.tid === e.tid)).map((e) => (e.tdur ?? 0) / 1000).sort((a, b) => b - a);
console.log(tasks.slice(0, 8).map((t) => t.toFixed(1)).join(' '));
}
await browser.close(); await server.close(); process.exit(0);
