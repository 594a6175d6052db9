import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { type Row, rowOf } from './row.ts';

/** Switched on one after the other, then off in the same order: each time a dream that has not been before. */
const LAYERS = ['mixed7', 'mixed5', 'mixed4', 'mixed3', 'mixed2', 'mixed1', 'mixed0'];

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the page notes about its dream pane, in its own clock. */
interface Noted {
  /** When the hand last moved. */
  moved: number;
  /** When a picture of the dream that was asked for since then was put on the canvas; 0 for not yet. */
  shown: number;
  /** The newest request for a render since the move; 0 for none. */
  job: number;
  hasArrived: boolean;
}

/** Notes moves of the hand, requests to the worker, its answers and what is drawn. */
function watchDream(): void {
  const noted: Noted = { moved: 0, shown: 0, job: 0, hasArrived: false };
  Object.assign(globalThis, { noted });
  const begin = ({ isTrusted }: Event) => {
    if (isTrusted) Object.assign(noted, { moved: performance.now(), shown: 0, job: 0, hasArrived: false }); // the hand's own
  };
  for (const type of ['click', 'keydown']) addEventListener(type, begin, true);

  const post = Worker.prototype.postMessage;
  const heard = new WeakSet<Worker>();
  Worker.prototype.postMessage = function (request: { type: string; job: number }) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener('message', ({ data }: MessageEvent<{ type: string; job: number }>) => {
        const isFrame = data.type === 'dream' && 'event' in data && 'picture' in (data.event as object);
        if (isFrame && data.job === noted.job) noted.hasArrived = true;
      });
    }
    if (request.type === 'render') noted.job = request.job;
    post.call(this, request);
  };

  const put = CanvasRenderingContext2D.prototype.putImageData;
  const drawn = function (this: CanvasRenderingContext2D, ...all: Parameters<typeof put>) {
    put.apply(this, all);
    const isDream = this.canvas.closest('figure')?.getAttribute('aria-label') === 'Dream';
    if (isDream && noted.hasArrived) noted.shown ||= performance.now();
  };
  CanvasRenderingContext2D.prototype.putImageData = drawn as typeof put; // of both its forms
}

const noted = (page: Page) => page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
const layer = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });
const taken = async (page: Page) =>
  Number(await page.locator('.dream-place').getAttribute('data-step', { timeout: 60_000 }));

async function atRest(page: Page): Promise<void> {
  const dream = page.getByRole('figure', { name: 'Dream', exact: true });
  await dream.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 120_000 });
}

async function midway(page: Page): Promise<void> {
  while ((await taken(page)) < 3) await page.waitForTimeout(50);
}

/** Milliseconds from each move to the first picture that follows from it. */
async function measured(
  page: Page,
  before: (page: Page) => Promise<void>,
  move: (name: string) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  for (const name of LAYERS) {
    await before(page);
    await move(name);
    await page.waitForFunction(() => (globalThis as unknown as { noted: Noted }).noted.shown > 0, null, {
      polling: 20,
    });
    const { moved, shown } = await noted(page);
    times.push(shown - moved);
  }
  return times;
}

/**
 * The production build in a browser on WASM, the network loaded: how soon after a move of the hand a picture of the new
 * dream stands, at 256 px with the paper's preset. Two minutes.
 */
export async function bench(): Promise<Row[]> {
  const outDir = fileURLToPath(new URL('../results/bench/site/', import.meta.url));
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const browser = await chromium.launch({
    executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.addInitScript(watchDream);
    await page.goto(`${server.resolvedUrls?.local[0]}?backend=wasm`);
    await page.getByRole('tab', { name: 'Dream' }).click();
    await page.getByRole('button', { name: 'Dream this' }).click();
    await midway(page); // the paper's layers, whose weights are then there
    await page.getByRole('textbox', { name: 'Steps, number', exact: true }).fill('1');
    await page.getByRole('textbox', { name: 'Steps, number', exact: true }).press('Enter');

    const slider = page.getByRole('slider', { name: 'Step size', exact: true });
    const byLayer = (name: string) => layer(page, name).click();
    const row = { size: 256, engine: 'Eosin in a browser, WASM', threads: 1, clock: 'wall' } as const;
    const atRestBySize = await measured(page, atRest, () => slider.press('ArrowRight'));
    const atRestByLayer = await measured(page, atRest, byLayer);
    await atRest(page);
    await slider.press('ArrowRight'); // or the last move below would go back to a dream that was kept
    const midwayByLayer = await measured(page, midway, byLayer);
    const after = (move: string, times: readonly number[]) =>
      rowOf({ ...row, what: `first picture after ${move}` }, times);
    return [
      after('the step size was moved, at rest', atRestBySize),
      after('the layers were changed, at rest', atRestByLayer),
      after('the layers were changed, in mid-dream', midwayByLayer),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
