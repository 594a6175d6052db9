import { preview } from 'vite';
import { chromium } from 'playwright';
const dir = process.argv[2] ?? 'dist';
const server = await preview({ build: { outDir: dir }, preview: { port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
const ctx = await browser.newContext({ viewport: { width: 1280, height: 720 }, serviceWorkers: 'block' });
for (let r = 0; r < 4; r++) {
const page = await ctx.newPage();
await page.goto('about:blank');
const profile = r === 3 && process.argv[3];
if (profile) await browser.startTracing(page, { categories: ['blink.resource', 'netlog', 'toplevel', '__metadata', 'devtools.timeline', 'v8', 'disabled-by-default-v8.cpu_profiler', 'v8.wasm', 'loading'] });
const t0 = Date.now();
const at = (label) => () => (times[label] = Date.now() - t0);
const times = {};
await page.goto(url, { waitUntil: 'commit' }); at('commit')();
page.on('console', (m) => console.log('console', m.text())); page.on('pageerror', (e) => console.log('pageerror', e));
const watch = setTimeout(async () => { console.log('STUCK', await page.locator('.footer').innerText(), await page.locator('.pane').evaluateAll((all) => all.map((o) => `${o.getAttribute('aria-label')} ${o.dataset.state} ${o.dataset.runs}`)), await page.locator('[role=alert]').allTextContents()); }, 25000);
await Promise.all([
  page.locator('figure[aria-label="Input"]').waitFor().then(at('page')),
  page.locator('figure[aria-label="Input"][data-state="ready"]').waitFor().then(at('input')),
  page.locator('figure[aria-label="Edges"][data-state="ready"]').waitFor().then(at('edges')),
  page.locator('figure[aria-label="Colour"][data-state="ready"]').waitFor().then(at('colour')),
]);
await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
await page.locator('[data-state="waiting"], [data-state="working"]').first().waitFor({ state: 'detached', timeout: 60000 }); at('idle')();
clearTimeout(watch); console.log(JSON.stringify(times));
if (profile) {
  const ev = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  const names = new Map(); for (const e of ev) if (e.name === 'thread_name') names.set(`${e.pid}:${e.tid}`, e.args.name);
  const cpu = new Map(); for (const e of ev) if (e.name === 'ThreadControllerImpl::RunTask') { const k = `${e.pid} ${names.get(`${e.pid}:${e.tid}`)}`; cpu.set(k, (cpu.get(k) ?? 0) + (e.tdur ?? 0) / 1000); }
  console.log([...cpu].sort((a, b) => b[1] - a[1]).slice(0, 12));
  const base = Math.min(...ev.filter((e) => e.name === 'ResourceSendRequest' || e.name==='navigationStart').map((e) => e.ts).filter(Boolean));
  const res = ev.filter((e) => ['ResourceSendRequest', 'ResourceFinish', 'ResourceReceiveResponse'].includes(e.name)).sort((a, b) => a.ts - b.ts); const urls = new Map();
  for (const e of res) { const id = e.args.data.requestId; if (e.name === 'ResourceSendRequest') urls.set(id, e.args.data.url.split('/').slice(-2).join('/')); if (e.name !== 'ResourceReceiveResponse') console.log(((e.ts - base) / 1000).toFixed(0).padStart(6), e.name.slice(8), (names.get(`${e.pid}:${e.tid}`) ?? '').slice(0, 14), urls.get(id)); }
  for (const e of ev.filter((e) => (e.name === 'FunctionCall' || e.name === 'EvaluateScript' || e.name === 'v8.evaluateModule' || e.name.startsWith('wasm.') || e.name==='HandlePostMessage') && e.dur > 15000).sort((a, b) => a.ts - b.ts)) console.log(((e.ts - base) / 1000).toFixed(0).padStart(6), e.name, (names.get(`${e.pid}:${e.tid}`) ?? '').slice(0, 14), (e.dur / 1000).toFixed(0), 'cpu', ((e.tdur ?? 0) / 1000).toFixed(0), JSON.stringify(e.args).slice(0, 120));
  // profiles
  const profs = new Map();
  for (const e of ev) { if (e.name === 'Profile') profs.set(e.id, { tid: e.tid, pid: e.pid, nodes: new Map(), self: new Map(), first: e.args.data.startTime }); }
  for (const e of ev) if (e.name === 'ProfileChunk') { const p = profs.get(e.id); if (!p) continue; const d = e.args.data; for (const n of d.cpuProfile?.nodes ?? []) p.nodes.set(n.id, n); (d.cpuProfile?.samples ?? []).forEach((s, i) => p.self.set(s, (p.self.get(s) ?? 0) + d.timeDeltas[i])); }
  for (const p of profs.values()) {
    console.log('\nPROFILE of', names.get(`${p.pid}:${p.tid}`), p.pid, p.tid);
    const incl = new Map(); const key = (n) => `${n.callFrame.functionName || '(anon)'} ${(n.callFrame.url ?? '').split('/').pop()}:${n.callFrame.lineNumber}`;
    for (const [id, t] of p.self) { const seen = new Set(); for (let n = p.nodes.get(id); n; n = p.nodes.get(n.parent)) { const k = key(n); if (!seen.has(k)) { seen.add(k); incl.set(k, (incl.get(k) ?? 0) + t); } } }
    [...incl].sort((a, b) => b[1] - a[1]).slice(0, 45).forEach(([k, t]) => t > 20000 && console.log((t / 1000).toFixed(0).padStart(7), k));
  }
}
await page.close();
}
await browser.close(); await server.close(); process.exit(0);
