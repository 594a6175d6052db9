import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { drawVideo } from '../drawn-video.ts';
import { type Row, rowOf } from './row.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** How long the pen is drawn with, and the camera looked at. */
const SECONDS = 6;
/** Between two moves of the pen, in milliseconds: as a screen tells of them. */
const MOVE_MS = 16;

/** What the page notes, in its own clock. */
interface Noted {
  /** When the pen last moved. */
  moved: number;
  /** By the number of a request for a render: the last move that it had heard of. */
  asked: Map<number, number>;
  /** Milliseconds from a move to the colours on the canvas that follow from it. */
  late: number[];
  /** When colours were put on the canvas. */
  drawn: number[];
}

/** Notes the pen's moves, requests to the worker, its answers and what is drawn in the Colour pane. */
function watchColour(): void {
  const noted: Noted = { moved: 0, asked: new Map(), late: [], drawn: [] };
  Object.assign(globalThis, { noted });
  addEventListener('pointermove', () => Object.assign(noted, { moved: performance.now() }), true);
  let arrived: number | null = null;
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...all: ConstructorParameters<typeof Plain>) {
      super(...all);
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ type: string; job: number; shown?: { stage: string } }>) => {
          if (data.type === 'picture' && data.shown?.stage === 'colour') arrived = data.job;
        },
      );
    }
    override postMessage(...all: [request: { type: string; job: number }, ...unknown[]]) {
      if (all[0].type === 'render') noted.asked.set(all[0].job, noted.moved);
      super.postMessage(...(all as unknown as Parameters<Worker['postMessage']>)); // of both its forms
    }
  };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  const drawn = function (this: CanvasRenderingContext2D, ...all: Parameters<typeof put>) {
    put.apply(this, all);
    if (arrived === null || this.canvas.closest('figure')?.getAttribute('aria-label') !== 'Colour') return;
    const now = performance.now();
    noted.drawn.push(now);
    const moved = noted.asked.get(arrived);
    if (moved) noted.late.push(now - moved);
    arrived = null;
  };
  CanvasRenderingContext2D.prototype.putImageData = drawn as typeof put; // of both its forms
}

const noted = (page: Page) =>
  page.evaluate(() => {
    const { late, drawn } = (globalThis as unknown as { noted: Noted }).noted;
    return { late, drawn };
  });
const forget = (page: Page) =>
  page.evaluate(() =>
    Object.assign((globalThis as unknown as { noted: Noted }).noted, { late: [], drawn: [] }),
  );

async function atRest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 120_000 });
  const busy = page.locator('[data-state="waiting"], [data-state="working"]').first();
  await busy.waitFor({ state: 'detached', timeout: 120_000 });
}

/** A stroke in circles over the Edges pane. */
async function stroke(page: Page): Promise<void> {
  const box = await page
    .getByRole('figure', { name: 'Edges', exact: true })
    .locator('canvas')
    .first()
    .boundingBox();
  if (!box) throw new Error('there is no Edges pane');
  const [x, y, r] = [box.x + box.width / 2, box.y + box.height / 2, Math.min(box.width, box.height) / 3];
  await page.mouse.move(x + r, y);
  await page.mouse.down();
  const begin = Date.now();
  for (let i = 0; Date.now() - begin < SECONDS * 1000; i++) {
    await page.mouse.move(x + r * Math.cos(i / 9), y + r * Math.sin(i / 9));
    await page.waitForTimeout(MOVE_MS);
  }
  await page.mouse.up();
}

/**
 * The production build in a browser on WASM at 256 px, with a student: how soon colours follow the pen, and how many pictures a second
 * a camera is painted at. One minute.
 */
export async function bench(): Promise<Row[]> {
  const outDir = fileURLToPath(new URL('../results/bench/site/', import.meta.url));
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const folder = mkdtempSync(join(tmpdir(), 'eosin-hand-'));
  const film = join(folder, 'cells.y4m');
  drawVideo(film, { width: 640, height: 480, frames: 30 });
  const browser = await chromium.launch({
    executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.addInitScript(watchColour);
    await page.goto(`${server.resolvedUrls?.local[0]}?backend=wasm`);
    const colour = page.getByRole('figure', { name: 'Colour', exact: true });
    await colour.and(page.locator('[data-state="ready"]')).waitFor({ timeout: 120_000 });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready)); // the copy for use without a network is whole
    await page
      .getByRole('figure', { name: 'Edges', exact: true })
      .getByRole('radio', { name: 'Pen', exact: true })
      .click();
    await stroke(page);
    await atRest(page);
    await forget(page);
    await stroke(page);
    const { late } = await noted(page);
    await atRest(page);

    await page.getByRole('button', { name: 'Camera', exact: true }).click();
    await page.getByRole('region', { name: 'Camera' }).getByText('Live').waitFor();
    await page.waitForTimeout(2000);
    await forget(page);
    await page.waitForTimeout(SECONDS * 1000);
    const { drawn } = await noted(page);
    const between = drawn.slice(1).map((at, i) => at - (drawn[i] ?? 0));

    const row = { size: 256, engine: 'Eosin in a browser, WASM', threads: 1, clock: 'wall' } as const;
    const sorted = [...late].sort((a, b) => a - b);
    return [
      rowOf({ ...row, what: 'from the pen to the colours' }, late),
      rowOf(
        { ...row, what: 'the same, the slowest twentieth' },
        sorted.slice(Math.floor(0.95 * sorted.length)),
      ),
      rowOf({ ...row, what: 'from picture to picture of a camera' }, between),
    ];
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}
