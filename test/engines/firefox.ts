import puppeteer from 'puppeteer-core';
import { firefoxPath } from './installed.ts';
import type { Tab } from './tab.ts';

/** Longer than any answer takes on a busy machine. */
const LONGEST_MS = 600_000;

/** Firefox as it is installed, without a window, over WebDriver BiDi; its WebGPU runs where the system has a Vulkan driver. */
export async function openFirefox(): Promise<Tab> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath(),
    headless: true,
    protocolTimeout: LONGEST_MS,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST_MS);
  return {
    async goto(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    run: (expression) => page.evaluate(expression),
    click: (selector) => page.click(selector),
    async fill(selector, text) {
      await page.click(selector, { count: 3 });
      await page.type(selector, text);
      await page.keyboard.press('Enter');
    },
    async choose(selector, paths) {
      const field = await page.$(selector as 'input'); // a field for files, as the interface says
      await field?.uploadFile(...paths);
    },
    close: () => browser.close(),
  };
}
