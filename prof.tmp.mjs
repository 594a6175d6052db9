import { preview } from 'vite';
import { chromium } from 'playwright';
const server = await preview({ build: { outDir: '/tmp/dist-plain' }, preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' })).newPage();
await page.goto(url);
const idle = async () => { await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' }); await page.locator('[data-state="waiting"], [data-state="working"]').first().waitFor({ state: 'detached', timeout: 60000 }); };
await page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor(); await idle();
const cdp = await page.context().newCDPSession(page);
await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 200 });
const names = (process.argv[2] ?? 'Input,Edges,Colour,Dream,Input,Edges').split(',');
await cdp.send('Profiler.start');
for (const n of names) { await page.getByRole('tab', { name: n, exact: true }).click(); await page.waitForTimeout(400); }
const { profile } = await cdp.send('Profiler.stop');
const byId = new Map(profile.nodes.map((n) => [n.id, n]));
const parent = new Map(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
const self = new Map(); profile.samples.forEach((id, i) => self.set(id, (self.get(id) ?? 0) + profile.timeDeltas[i]));
const incl = new Map(), own = new Map();
for (const [id, t] of self) { const n = byId.get(id); const key = (n) => `${n.callFrame.functionName || '(anon)'} ${n.callFrame.url.split('/').pop()}:${n.callFrame.lineNumber}`; own.set(key(n), (own.get(key(n)) ?? 0) + t); const seen = new Set(); for (let p = id; p; p = parent.get(p)) { const k = key(byId.get(p)); if (!seen.has(k)) { seen.add(k); incl.set(k, (incl.get(k) ?? 0) + t); } } }
const show = (m, n) => [...m].sort((a, b) => b[1] - a[1]).slice(0, n).forEach(([k, t]) => console.log((t / 1000).toFixed(1).padStart(8), k));
console.log('INCLUSIVE'); show(incl, 75); console.log('SELF'); show(own, 25);
await browser.close(); await server.close(); process.exit(0);
