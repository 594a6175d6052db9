import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { slowLine } from '../../slow-line.ts';
import { dropFiles, idle, ready, settled, visitors } from '../studio.ts';

const studio = visitors();

test('the page loads nothing from any other host, and its policy says so', async () => {
  const page = await studio.open('about:blank');
  const home = studio.url();
  const hosts = new Set<string>();
  page.context().on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith('http') || protocol.startsWith('ws')) hosts.add(host);
  });
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  await page.goto(home);
  await settled(page);
  // What is loaded when it is needed: readers of formats, samples, a model's card.
  const formats = ['smooth.jpg', 'smooth.webp', 'smooth-jpeg.tif', 'indexed.gif', 'rgb.bmp'];
  await dropFiles(
    page,
    formats.map((name) => join(import.meta.dirname, '../../fixtures/formats', name)),
  );
  await page.getByRole('button', { name: 'Samples' }).click();
  await page.getByRole('dialog').locator('canvas').last().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Blood smear' }).check(); // no model was made for what was dropped
  await page.getByRole('button', { name: /^About/ }).click();
  await page.getByRole('dialog').getByText('Where it fails').waitFor();
  await page.keyboard.press('Escape');
  await idle(page);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  expect([...hosts]).toEqual([new URL(home).host]);
  expect(refused).toEqual([]);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toMatch(/default-src 'none'/);
  expect(policy).toMatch(/connect-src 'self'/);
  const blocked = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'fetched',
      () => 'refused',
    ),
  );
  expect(blocked).toBe('refused');
  expect(refused.join()).toMatch(/connect-src/);
});

test('the engine may fetch from no other host either: its answer brings the policy', async () => {
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    response.end('words');
  }).listen(0, '127.0.0.1');
  try {
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo; // it listens on a port
    const page = await studio.opened();
    await ready(page, 'Edges');
    const [engine] = page.workers();
    const fetched = await engine?.evaluate(
      (url) =>
        fetch(url).then(
          (response) => response.text(),
          (error: unknown) => String(error),
        ),
      `http://127.0.0.1:${port}/`,
    );
    expect(fetched).toMatch(/^TypeError/);
    expect(asked).toEqual([]);
  } finally {
    stranger.close();
  }
});

test('every answer keeps the page isolated and under its policy, "not modified" too', async () => {
  const script = new URL(
    /src="([^"]+\.js)"/.exec(await (await fetch(studio.url())).text())?.[1] ?? '',
    studio.url(),
  );
  const whole = await fetch(script);
  const again = await fetch(script, { headers: { 'If-None-Match': whole.headers.get('ETag') ?? '' } });
  expect([whole.status, again.status]).toEqual([200, 304]);
  for (const { headers } of [whole, again]) {
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(headers.get('Content-Security-Policy')).toMatch(/connect-src 'self'/);
  }
});

/** All that the status line says from here on, reloads included. */
async function progressWords(page: Page) {
  const words: string[] = [];
  await page.exposeFunction('progressSaid', (said: string) => words.push(said));
  await page.addInitScript(() => {
    const said = globalThis as unknown as { progressSaid(words: string): void };
    const look = () => {
      const words = document.querySelector('.status-words')?.textContent;
      if (words) said.progressSaid(words);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return words;
}

test('a model that is downloaded says how much of it is here, and is not downloaded again after a reload', async () => {
  const page = await studio.open('about:blank');
  const words = await progressWords(page);
  const downloads = () => words.filter((one) => /download|load/i.test(one));
  const address = new URL(studio.url());
  const line = await slowLine(Number(address.port), 20_000_000); // what is here at once needs no words
  onTestFinished(line.close);
  address.port = `${line.port}`;
  await page.goto(address.href);
  await settled(page);
  expect(downloads().length).toBeGreaterThan(0);
  for (const one of downloads()) expect(one).toMatch(/^Downloading [\w ]+, [\d.]+ of [\d.]+ MB, once$/);
  words.splice(0);
  const weights: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().endsWith('.safetensors')) weights.push(request.url());
  });
  await page.reload();
  await settled(page);
  expect(weights).toEqual([]);
  expect(words.length).toBeGreaterThan(0);
  expect(downloads()).toEqual([]);
});

test('a dialog that cannot be loaded leaves the page standing and says what to do', async () => {
  const page = await studio.open('about:blank');
  await page.route(/HelpDialog-[^/]*\.js$/, (route) => route.abort());
  await page.goto(studio.url());
  await settled(page);
  await page.keyboard.press('?');
  expect(await page.getByRole('alert').textContent()).toBe(
    'This part of the page could not be loaded. Reload the page when you are online.',
  );
  await page.keyboard.press('c');
  await page.getByRole('slider', { name: 'Input or colour' }).waitFor();
});
