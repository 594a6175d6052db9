import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright';
import { afterEach, expect, inject } from 'vitest';
import type { PaneName } from '../../src/engine/stages/shown.ts';
import type { Snapshot } from '../../src/state/kept/snapshot.ts';

const chrome = process.env.EOSIN_CHROME ?? '/usr/bin/chromium';

const browsers = new Map<string, Promise<Browser>>();

/** A browser with these further arguments: one for the tier, since a start takes a second. It ends with the tests' process. */
function browserWith(more: readonly string[]): Promise<Browser> {
  const key = more.join(' ');
  const browser =
    browsers.get(key) ??
    chromium.launch({ executablePath: chrome, args: ['--enable-unsafe-webgpu', '--no-sandbox', ...more] });
  browsers.set(key, browser);
  return browser;
}

/** The page that tests share, and how it looked when it was opened. */
let shared: { readonly page: Page; readonly look: string } | undefined;
/** Pages of a single test. */
const own: Page[] = [];

const closed = (page: Page) => page.context().close();

const SIZE = { width: 1280, height: 720 };

/** A visitor with an empty cache. Without a service worker, which would keep a server's answers from a test; offline.test.ts has it. */
async function visit(browser: Browser, query: string, options: Parameters<Browser['newContext']>[0]) {
  const context = await browser.newContext({ viewport: SIZE, serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  await page.goto(query.startsWith('about:') ? query : inject('url') + query);
  return page;
}

/** Visitors of the studio. @param more arguments of their browser. */
export function visitors(...more: readonly string[]) {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !shared) return;
    await closed(shared.page);
    shared = undefined;
  });

  return {
    /** Opens the page, as `open('?backend=webgpu')`; the one opened before is closed, so that two do not share the cores. */
    async open(query = '', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
      await Promise.all(own.splice(0).map(closed));
      const page = await visit(await browserWith(more), query, options);
      own.push(page);
      return page;
    },

    /**
     * The page as a first visit finds it once all is painted. Tests share it, since a visit keeps two cores busy for some
     * seconds: what the test before did is undone, and where the page does not look as it did then, another is opened.
     */
    async opened(): Promise<Page> {
      await Promise.all(own.splice(0).map(closed));
      if (shared && (await isAsFound(shared.page, shared.look))) return shared.page;
      if (shared) await closed(shared.page);
      shared = undefined;
      const page = await visit(await browserWith([]), '', {});
      await settled(page);
      await idle(page);
      // Chosen by hand, as a test before may have left it: till then, the first stage that is chosen becomes large.
      await page.getByRole('radio', { name: 'One large' }).check();
      await allAlike(page);
      shared = { page, look: await lookOf(page) };
      return page;
    },

    url: () => inject('url'),
  };
}

/** All that stands on the page: each control with its name and state, each message, and the pictures. */
async function lookOf(page: Page): Promise<string> {
  const controls = await page.evaluate(() => {
    const states = [
      'aria-checked',
      'aria-pressed',
      'aria-expanded',
      'aria-valuenow',
      'aria-current',
      'data-state',
      'open',
    ];
    const kinds = 'button, input, select, details, figure, li, canvas, dialog, [role]';
    return [...document.querySelectorAll(kinds)]
      .filter((one) => !one.closest(`[role="status"], [aria-live], [aria-label="Dream's steps"]`)) // the last dream's stay
      .map((one) => {
        const name = one.getAttribute('aria-label') ?? one.getAttribute('title') ?? '';
        const value = one instanceof HTMLInputElement ? `${one.value} ${one.checked}` : '';
        const chosen = one instanceof HTMLSelectElement ? `${one.value} of ${one.length}` : '';
        const { width, height } = one.getBoundingClientRect();
        const size = one instanceof HTMLCanvasElement ? `${width} ${height}` : '';
        return [
          one.tagName,
          name,
          one.checkVisibility(),
          value,
          chosen,
          size,
          ...states.map((state) => one.getAttribute(state)),
        ].join('|');
      })
      .join('\n');
  });
  const pictures = (['Input', 'Edges', 'Colour'] as const).map((name) => checksum(page, name));
  return `${controls}\n${await Promise.all(pictures)}`;
}

/** Undoes what was done on a page and waits until nothing runs. @returns whether it looks as it did. */
async function isAsFound(page: Page, look: string): Promise<boolean> {
  try {
    page.setDefaultTimeout(5000);
    await page.setViewportSize(SIZE);
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    await page.mouse.move(0, 0);
    for (let i = 0; i < 3 && (await page.locator('[role="dialog"], [role="menu"]').count()) > 0; i++)
      await page.keyboard.press('Escape');
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    for (const key of ['v', '0']) await page.keyboard.press(key); // puts the pen down, shows all of the picture
    await page.evaluate(() => {
      const press = (selector: string) => {
        for (const one of document.querySelectorAll<HTMLButtonElement>(selector)) one.click();
      };
      press('[role="alert"] button[aria-label="Dismiss"]');
      press('button[aria-label="Dismiss the recipe"]');
      press('[aria-label="View"] [aria-pressed="true"]');
      press('ul[aria-label="Images"] li:first-child .tray-select');
      press('.drawer-handle[aria-expanded="true"]');
    });
    await page.getByRole('button', { name: 'Undo' }).evaluate(async (undo: HTMLButtonElement) => {
      for (; !undo.disabled; await new Promise((done) => setTimeout(done))) undo.click();
    });
    await stage(page, 'Colour');
    await allAlike(page);
    // What is shown again is rendered anew; only what goes on after that is stopped.
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await cancel.waitFor({ state: 'hidden', timeout: 8000 }).catch(() => page.keyboard.press('Escape'));
    await idle(page);
    await expect.poll(() => lookOf(page), { timeout: 1500 }).toBe(look);
    return true;
  } catch {
    return false;
  } finally {
    page.setDefaultTimeout(30_000);
  }
}

export const pane = (page: Page, name: PaneName): Locator => page.getByRole('figure', { name, exact: true });

/** Waits until a pane shows a finished picture. */
export async function ready(page: Page, name: PaneName, timeout = 120_000): Promise<Locator> {
  const figure = pane(page, name);
  await figure.and(page.locator('[data-state="ready"]')).waitFor({ timeout });
  return figure;
}

const allAlike = (page: Page) => page.getByRole('radio', { name: 'All alike' }).check();

/** Chooses a stage: its pane is the large one, and the inspector shows its settings. */
export async function stage(page: Page, name: PaneName): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
  await page.locator('.stage-settings', { hasText: name }).first().waitFor({ state: 'attached' }); // in a sheet on a phone
}

/** Opens the settings of the chosen stage that most people leave alone. */
export async function more(page: Page): Promise<void> {
  const details = page.locator('.stage-settings > details').filter({ hasText: /^More/ });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').first().click();
}

/** Waits until nothing runs any more: the panes are ready and no Cancel is offered. */
export async function settled(page: Page): Promise<void> {
  await Promise.all([ready(page, 'Input'), ready(page, 'Edges'), ready(page, 'Colour')]);
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
}

/** Waits for the edges and leaves the colours unpainted, for tests that are about something else. */
export async function withoutColour(page: Page): Promise<void> {
  await ready(page, 'Edges');
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'No colour' }).check();
  await expect.poll(() => pane(page, 'Colour').getAttribute('data-state')).toBe('empty');
  await stage(page, 'Edges');
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

/** Drags paths from a file manager and lets them go over the page. */
export async function dragIn(page: Page, paths: readonly string[]): Promise<void> {
  const hand = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await hand.send('Input.dispatchDragEvent', { type, x: 40, y: 500, data });
  }
}

/** What a reload of this tab would bring back, as it lies in the browser's database; null before anything was kept. */
export const deskOf = (page: Page): Promise<Snapshot | null> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('eosin-desks');
        opening.onupgradeneeded = () => opening.transaction?.abort(); // the page has not made it yet
        opening.onerror = () => resolve(null);
        opening.onsuccess = () => {
          const id = sessionStorage.getItem('eosin desk') ?? '';
          const asked = opening.result.transaction('desks').objectStore('desks').get(id);
          asked.onsuccess = () => resolve(asked.result?.snapshot ?? null);
          opening.result.close();
        };
      }),
  );
