import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { PaneName } from '../../src/engine/stages/shown.ts';

const chrome = process.env.EOSIN_CHROME ?? '/usr/bin/chromium';

/** One browser for a test file; each `open` is a visitor with an empty cache. @param more arguments of the browser. */
export function visitors(...more: readonly string[]) {
  let browser: Browser;
  const pages: Page[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chrome,
      args: ['--enable-unsafe-webgpu', '--no-sandbox', ...more],
    });
  });
  afterAll(() => browser.close());

  return {
    /** Opens the page, as `open('?backend=webgpu')`; the one opened before is closed, so that two do not share the cores. */
    async open(query = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, ...options });
      pages.push(page);
      await page.goto(query.startsWith('about:') ? query : inject('url') + query);
      return page;
    },
    url: () => inject('url'),
  };
}

export const pane = (page: Page, name: PaneName): Locator => page.getByRole('figure', { name, exact: true });

/** Waits until a pane shows a finished picture. */
export async function ready(page: Page, name: PaneName, timeout = 120_000): Promise<Locator> {
  const figure = pane(page, name);
  await figure.and(page.locator('[data-state="ready"]')).waitFor({ timeout });
  return figure;
}

/** Waits until nothing runs any more: the panes are ready and no Cancel is offered. */
export async function settled(page: Page): Promise<void> {
  await Promise.all([ready(page, 'Input'), ready(page, 'Edges'), ready(page, 'Colour')]);
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
}

/** Waits for the edges and leaves the colours unpainted, for tests that are about something else. */
export async function withoutColour(page: Page): Promise<void> {
  await ready(page, 'Edges');
  await page.getByRole('radio', { name: 'No colour' }).check();
  await expect.poll(() => pane(page, 'Colour').getAttribute('data-state')).toBe('empty');
  await idle(page);
}

/** Waits until nothing runs and nothing is read any more. */
export async function idle(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
  await page
    .locator('[data-state="waiting"], [data-state="working"]')
    .first()
    .waitFor({ state: 'detached', timeout: 60_000 });
}

/** How often the engine has run a pane's stage since the page opened. */
export const runs = async (page: Page, name: PaneName): Promise<number> =>
  Number(await pane(page, name).getAttribute('data-runs'));

/** A sum over the pixels of a pane's canvas that changes when they do. */
export async function checksum(page: Page, name: PaneName): Promise<number> {
  return pane(page, name)
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2d context');
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, i) => (sum + value * ((i % 8191) + 1)) % 4_294_967_291, 0);
    });
}

/** Drops files from disk on the middle of the page, or on another element, as a hand would. */
export async function dropFiles(page: Page, paths: readonly string[], on = 'main'): Promise<void> {
  const files = paths.map((path) => ({
    name: basename(path),
    base64: readFileSync(path).toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(on, type, { dataTransfer });
}
