import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build, loadConfigFromFile, preview } from 'vite';
import { slowLine } from '../slow-line.ts';
import { type Row, rowOf } from './row.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MBIT = 1_000_000;
const ROUNDS = 5;

/** Milliseconds from navigation, by what had happened then. */
type Steps = Readonly<Record<'content' | 'edges' | 'colours' | 'device' | 'settled', number>>;

/** Notes when the workers answer what, when colours are first put on the Colour pane, and when the engine's own are. */
function watchStart(): void {
  const noted: Record<string, number> = {};
  Object.assign(globalThis, { noted });
  const note = (name: string) => {
    noted[name] ??= performance.now();
  };
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') noted.content ??= startTime;
  }).observe({ type: 'paint', buffered: true });
  let hasColours = false;
  let areSettled = false;
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...all: ConstructorParameters<typeof Plain>) {
      super(...all);
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ type: string; job?: number; shown?: { stage: string } }>) => {
          if (data.type === 'device') note('device');
          if (data.type === 'picture' && data.shown?.stage === 'edges') note('edges');
          if (data.type !== 'picture' || data.shown?.stage !== 'colour') return;
          hasColours = true;
          areSettled ||= data.job !== undefined; // a first look is no job
        },
      );
    }
  };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (
    this: CanvasRenderingContext2D,
    ...all: Parameters<typeof put>
  ) {
    put.apply(this, all);
    if (!hasColours || this.canvas.closest('figure')?.getAttribute('aria-label') !== 'Colour') return;
    note('colours');
    if (areSettled) note('settled');
  } as typeof put; // of both its forms
}

const stepsOf = async (page: Page, last: 'colours' | 'settled'): Promise<Steps> => {
  const has = (step: keyof Steps) => (globalThis as { noted?: Steps }).noted?.[step];
  await page.waitForFunction(has, last, { timeout: 120_000, polling: 50 });
  return page.evaluate(() => (globalThis as unknown as { noted: Steps }).noted);
};

/** A first visit in a new profile and the second one in the same: cold and warm. */
async function visits(
  browser: Browser,
  address: string,
  isStudio: boolean,
): Promise<{ cold: Steps; warm: Steps }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    if (isStudio) await context.addInitScript(watchStart);
    const page = await context.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    const last = isStudio ? 'settled' : 'colours';
    const cold = await stepsOf(page, last);
    await page.waitForLoadState('networkidle');
    if (isStudio) await page.evaluate(async () => void (await navigator.serviceWorker.ready)); // the copy for use without a network is whole
    await page.waitForTimeout(2000);
    await page.goto('about:blank');
    await page.goto(address, { waitUntil: 'commit' });
    return { cold, warm: await stepsOf(page, last) };
  } finally {
    await context.close();
  }
}

/** Builds the bare page of start.page.ts as the studio is built. @returns its folder. */
async function buildFloor(): Promise<string> {
  const outDir = join(root, 'test/results/bench/floor');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: {
        input: join(root, 'test/bench/start.page.ts'),
        output: { entryFileNames: 'first.js' },
      },
    },
  });
  const page = '<!doctype html><title>Floor</title><canvas width="256" height="256"></canvas>';
  writeFileSync(join(outDir, 'index.html'), `${page}<script type="module" src="/first.js"></script>`);
  return outDir;
}

/**
 * From navigation to the first colours, on WASM at 256 px: the studio, whose first ones are a draft, and a bare page that loads the same backend
 * and the same weights and paints once, in turns; on the first visit and on the second, over a free line and over one of 20 Mbit/s. Some three minutes.
 */
export async function bench(): Promise<Row[]> {
  const outDir = join(root, 'test/results/bench/site');
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const own = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(root, 'vite.config.ts'),
  );
  const served = own?.config.preview ?? {};
  const studio = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const floor = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: await buildFloor() },
    preview: { ...served, port: 0 },
  });
  const browser = await chromium.launch({
    executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const portOf = ({ resolvedUrls }: typeof studio) => Number(new URL(resolvedUrls?.local[0] ?? '').port);
  const rows: Row[] = [];
  try {
    for (const [line, speed] of [
      ['a free line', null],
      ['20 Mbit/s', 20 * MBIT],
    ] as const) {
      const lines = speed
        ? await Promise.all([studio, floor].map((server) => slowLine(portOf(server), speed)))
        : null;
      const [ours, bare] = lines?.map(({ port }) => port) ?? [portOf(studio), portOf(floor)];
      const found: Record<'studio' | 'floor', { cold: Steps; warm: Steps }[]> = { studio: [], floor: [] };
      for (let round = 0; round < ROUNDS; round++) {
        found.floor.push(await visits(browser, `http://localhost:${bare}/`, false));
        found.studio.push(await visits(browser, `http://localhost:${ours}/?backend=wasm`, true));
      }
      for (const lane of lines ?? []) lane.close();
      for (const visit of ['cold', 'warm'] as const) {
        const times = (who: 'studio' | 'floor', step: keyof Steps) =>
          found[who].map((both) => both[visit][step]);
        const row = { size: 256, threads: 1, clock: 'wall' } as const;
        const where = `${visit === 'cold' ? 'first visit' : 'second visit'}, ${line}`;
        rows.push(
          rowOf({ ...row, what: `${where}: colours`, engine: 'a bare page' }, times('floor', 'colours')),
        );
        rows.push(
          rowOf({ ...row, what: `${where}: colours`, engine: 'the studio' }, times('studio', 'colours'), {
            peer: 'a bare page',
            times: times('floor', 'colours'),
          }),
        );
        for (const [step, words] of [
          ['content', 'content'],
          ['edges', 'edges'],
          ['device', 'device'],
          ['settled', "the engine's colours"],
        ] as const) {
          rows.push(
            rowOf({ ...row, what: `${where}: ${words}`, engine: 'the studio' }, times('studio', step)),
          );
        }
      }
    }
    return rows;
  } finally {
    await browser.close();
    await studio.close();
    await floor.close();
  }
}
