import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Builder, By, Capabilities, Key, type WebDriver } from 'selenium-webdriver';
import { webkitPaths } from './installed.ts';
import type { Tab } from './tab.ts';

const LONGEST_MS = 600_000;

/** A port that nobody listens on. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** A screen in memory. @returns the process, and the name that programs find it by. */
async function openScreen(xvfb: string): Promise<{ screen: ChildProcess; display: string }> {
  const options = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const screen = spawn(xvfb, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]?.once('data', (data) => resolve(String(data).trim()));
    screen.once('exit', (status) => reject(new Error(`Xvfb ended with ${status}`)));
    screen.once('error', reject);
  });
  return { screen, display: `:${number}` };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isThere = await fetch(`http://127.0.0.1:${port}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('WebKitWebDriver does not answer');
}

/**
 * Opens the caches of the page's host in a window beside it. This browser keeps nothing on disk while it is driven, and in
 * memory only what some window has open, which a page that reloads has not.
 */
async function holdCaches(browser: WebDriver): Promise<void> {
  const first = await browser.getWindowHandle();
  const beside = new URL('/checks/', await browser.getCurrentUrl()).href;
  await browser.switchTo().newWindow('window');
  await browser.get(beside);
  await browser.executeAsyncScript(`
    const open = (names) => Promise.all(names.map((name) => caches.open(name)));
    caches.keys().then(open).then((all) => {
      globalThis.held = all;
      arguments[arguments.length - 1]();
    });`);
  await browser.switchTo().window(first);
}

/** WebKit, the engine of Safari, in the window that comes with WebKitGTK, over WebDriver. */
export async function openWebkit(): Promise<Tab> {
  const { miniBrowser, driver, xvfb } = webkitPaths();
  const { screen, display } = await openScreen(xvfb);
  const port = await freePort();
  const serving = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    // As in most containers: WebKit then names the page's language "C".
    env: { ...process.env, DISPLAY: display, LC_ALL: 'C.UTF-8', GDK_BACKEND: 'x11' },
  });
  const end = () => {
    serving.kill();
    screen.kill();
  };
  try {
    await listening(port);
    const wants = new Capabilities();
    wants.set('browserName', 'MiniBrowser');
    wants.set('webkitgtk:browserOptions', {
      binary: miniBrowser,
      args: ['--automation', '--geometry=1280x960'],
    });
    const browser = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(wants)
      .build();
    await browser.manage().setTimeouts({ script: LONGEST_MS, pageLoad: LONGEST_MS });
    const at = (selector: string) => browser.findElement(By.css(selector));
    return {
      goto: (url) => browser.get(url),
      async reload() {
        await holdCaches(browser);
        await browser.navigate().refresh();
      },
      async run(expression) {
        const told = await browser.executeAsyncScript<{ value?: unknown; error?: string }>(`
          const tell = arguments[arguments.length - 1];
          Promise.resolve().then(() => ${expression})
            .then((value) => tell({ value }), (error) => tell({ error: String(error) }));`);
        if (told.error !== undefined) throw new Error(told.error);
        return told.value;
      },
      click: (selector) => at(selector).click(),
      async fill(selector, text) {
        const field = at(selector);
        await field.click();
        await browser.executeScript('arguments[0].select()', field);
        await field.sendKeys(text, Key.ENTER);
      },
      choose: (selector, paths) => at(selector).sendKeys(paths.join('\n')),
      async close() {
        await browser.quit().catch(() => {}); // it may have ended by itself
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}
