import { preview } from 'vite';
import { chromium } from 'playwright';
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
// counts calls of function components: those that take props and call jsx
for (const f of readdirSync('/tmp/dist-plain/assets')) if (/^(index|es2015|CellsSettings|DreamSettings|Welcome)-.*\.js$/.test(f)) {
  const p = `/tmp/dist-plain/assets/${f}`;
  let s = readFileSync(p, 'utf8');
  s = s.replace(/^function ([A-Z][a-z]\w*)\(([^)]*)\) \{$/gm, (m, n) => `${m} (globalThis.__n ??= {}).${n} = (globalThis.__n.${n} ?? 0) + 1;`);
  s = s.replace(/^function commitRoot\(([^)]*)\) \{$/m, (m) => `${m} (globalThis.__n ??= {}).COMMIT = (globalThis.__n.COMMIT ?? 0) + 1;`);
  writeFileSync(p, s);
}
const server = await preview({ build: { outDir: '/tmp/dist-plain' }, preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' })).newPage();
await page.goto(url);
await page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor();
await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
await page.waitForTimeout(500);
const n = await page.evaluate(() => globalThis.__n);
console.log(Object.entries(n).sort((a, b) => b[1] - a[1]).slice(0, 60).map(([k, v]) => `${k} ${v}`).join('  '));
await browser.close(); await server.close(); process.exit(0);
