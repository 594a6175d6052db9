import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { mean } from '../../src/engine/metrics/mean.ts';
import { mainThreadTasks } from '../e2e/main-thread.ts';
import { omeStack } from '../ome-stack.ts';
import { type Row, rowOf } from './row.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIDE = 2048;
const ROUNDS = 3;
const PLANES = 5;
/** Planes that are watched while Z plays: each for the first time, then three times more. */
const PLAYED = 4 * PLANES - 1;
/** How long a person looks at a plane before the stack plays: planes are read ahead meanwhile. */
const LOOKING_MS = 3000;

/** Three stains in five planes at two times, noisy and full of discs that grow with Z: 250 MB. */
function stack(): Uint8Array {
  const noise = Uint8Array.from({ length: 65_536 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
  return omeStack({
    width: SIDE,
    height: SIDE,
    z: PLANES,
    t: 2,
    channels: [
      { name: 'DAPI', colour: [0, 0, 255] },
      { name: 'GFP', colour: [0, 255, 0] },
      { name: 'Actin', colour: [255, 0, 0] },
    ],
    value: ({ c, z, t }, x, y) => {
      const [across, down] = [((x + 40 * c) % 160) - 80, ((y + 30 * c) % 160) - 80];
      const isInside = across ** 2 + down ** 2 < (30 + 8 * z) ** 2;
      const ground = 200 + (noise[(31 * x + 2049 * y) % 65_536] ?? 0);
      return ground + (isInside ? 1500 + 1000 * c + 400 * t : 0);
    },
  });
}

/** What the page notes in its own clock. */
interface Noted {
  /** When a file was handed over. */
  given: number;
  /** When each picture of the Input since then was put on its canvas. */
  drawn: number[];
}

function watchInput(): void {
  const noted: Noted = { given: 0, drawn: [] };
  Object.assign(globalThis, { noted });
  const begin = () => Object.assign(noted, { given: performance.now(), drawn: [] });
  addEventListener(
    'change',
    ({ target }) => target instanceof HTMLInputElement && target.files && begin(),
    true,
  );
  let isNew = false;
  const Plain = Worker;
  /** Hears each answer before the page does, which draws it at once. */
  globalThis.Worker = class extends Plain {
    constructor(...all: ConstructorParameters<typeof Plain>) {
      super(...all);
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ type: string; shown?: { stage: string } }>) => {
          if (data.type === 'picture' && data.shown?.stage === 'develop') isNew = true;
        },
      );
    }
  };
  const put = CanvasRenderingContext2D.prototype.putImageData;
  const drawn = function (this: CanvasRenderingContext2D, ...all: Parameters<typeof put>) {
    put.apply(this, all);
    if (!isNew || this.canvas.closest('figure')?.getAttribute('aria-label') !== 'Input') return;
    isNew = false;
    noted.drawn.push(performance.now());
  };
  CanvasRenderingContext2D.prototype.putImageData = drawn as typeof put; // of both its forms
}

const noted = (page: Page) => page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);

async function atRest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 120_000 });
  const busy = page.locator('[data-state="waiting"], [data-state="working"]').first();
  await busy.waitFor({ state: 'detached', timeout: 120_000 });
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, i) => time - (times[i] ?? Number.NaN));

/** What one visitor with the file sees. */
async function visit(page: Page, address: string, file: string) {
  await page.addInitScript(watchInput);
  await page.goto(address);
  await atRest(page);
  await page.getByLabel('Add images').setInputFiles(file);
  const drawn = (count: number) =>
    page.waitForFunction(
      (count) => (globalThis as unknown as { noted: Noted }).noted.drawn.length >= count,
      count,
      { polling: 20, timeout: 120_000 },
    );
  const tasks = await mainThreadTasks(page, async () => {
    await drawn(1);
    await atRest(page);
  });
  const { given, drawn: first } = await noted(page);
  await page.getByRole('tab', { name: 'Input' }).click();
  await atRest(page);
  const before = (await noted(page)).drawn.length;
  const played = await mainThreadTasks(page, async () => {
    await page.getByRole('button', { name: 'Play Z' }).click();
    await drawn(before + 1 + PLAYED);
    await page.getByRole('button', { name: 'Stop Z' }).click();
  });
  const between = gaps((await noted(page)).drawn.slice(before, before + 1 + PLAYED));

  await page.getByRole('slider', { name: 'Time', exact: true }).press('ArrowRight');
  await atRest(page);
  await page.waitForTimeout(LOOKING_MS);
  const later = (await noted(page)).drawn.length;
  await page.getByRole('button', { name: 'Play Z' }).click();
  await drawn(later + PLANES);
  const ahead = gaps((await noted(page)).drawn.slice(later, later + PLANES));
  return {
    first: (first[0] ?? Number.NaN) - given,
    fresh: mean(between.slice(0, PLANES - 1)),
    ahead: mean(ahead),
    seen: mean(between.slice(PLANES - 1)),
    longest: Math.max(...tasks, ...played),
  };
}

/**
 * The production build in a browser on WASM with a microscope's stack of 250 MB: how soon its first pixels stand, how fast Z plays without
 * a model, and the longest task of the page meanwhile. Two minutes.
 */
export async function bench(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-stack-'));
  const file = join(folder, 'stack.ome.tif');
  writeFileSync(file, stack());
  const outDir = fileURLToPath(new URL('../results/bench/site/', import.meta.url));
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const browser = await chromium.launch({
    executablePath: process.env.EOSIN_CHROME ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const found: Awaited<ReturnType<typeof visit>>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      found.push(await visit(page, `${server.resolvedUrls?.local[0]}?backend=wasm`, file));
      await page.close();
    }
    const row = { size: SIDE, engine: 'Eosin in a browser, WASM', threads: 1 } as const;
    return [
      rowOf(
        { ...row, clock: 'wall', what: 'first pixels of a stack of 250 MB' },
        found.map(({ first }) => first),
      ),
      rowOf(
        { ...row, clock: 'wall', what: 'from plane to plane while Z plays, at once and for the first time' },
        found.map(({ fresh }) => fresh),
      ),
      rowOf(
        { ...row, clock: 'wall', what: 'the same at the other time, which stood there for 3 seconds' },
        found.map(({ ahead }) => ahead),
      ),
      rowOf(
        { ...row, clock: 'wall', what: 'the same, planes that were seen before' },
        found.map(({ seen }) => seen),
      ),
      rowOf(
        { ...row, clock: 'processor', what: "the page's longest task meanwhile" },
        found.map(({ longest }) => longest),
      ),
    ];
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
}
