import { preview } from 'vite';
import { chromium } from 'playwright';
import { writeFileSync } from 'node:fs';
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' })).newPage();
await page.goto(url);
const idle = async () => { await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' }); await page.locator('[data-state="waiting"], [data-state="working"]').first().waitFor({ state: 'detached', timeout: 60000 }); };
await page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor(); await idle();
await browser.startTracing(page, { categories: ['toplevel', '__metadata', 'devtools.timeline', 'v8', 'disabled-by-default-v8.cpu_profiler','blink','cc'] });
await page.getByRole('tab', { name: 'Input', exact: true }).click();
await page.getByRole('combobox', { name: 'Size' }).selectOption(process.argv[2] ?? '1024 px');
await page.getByRole('tab', { name: 'Edges', exact: true }).click();
await page.getByRole('slider', { name: 'Blur (sigma)', exact: true }).focus();
for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
await page.waitForTimeout(300); await idle();
const t = JSON.parse((await browser.stopTracing()).toString());
writeFileSync('/tmp/trace.json', JSON.stringify(t));
const ev = t.traceEvents;
const mains = ev.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain');
const isMain = (e) => mains.some((m) => m.pid === e.pid && m.tid === e.tid);
const tasks = ev.filter((e) => e.name === 'ThreadControllerImpl::RunTask' && isMain(e)).sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0));
for (const task of tasks.slice(0, 8)) {
  console.log('\nTASK', task.tdur / 1000, 'wall', task.dur / 1000);
  const inside = ev.filter((e) => e.pid === task.pid && e.tid === task.tid && e.ph === 'X' && e.ts >= task.ts && e.ts + (e.dur ?? 0) <= task.ts + task.dur && e !== task).sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0));
  for (const e of inside.slice(0, 9)) console.log('  ', e.name, (e.tdur ?? 0) / 1000, JSON.stringify(e.args).slice(0, 150));
}
await browser.close(); await server.close(); process.exit(0);
