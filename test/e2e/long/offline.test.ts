import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, expect, test } from 'vitest';
import { NEWER } from '../../../src/state/renewal.ts';
import { deployments, SECOND } from '../deployed.ts';
import { dreaming, dreamt } from '../dreaming.ts';
import { type PlainServer, plainServer } from '../plain-server.ts';
import { checksum, dropFiles, ready, settled, stage, visitors } from '../studio.ts';

const studio = visitors();
const { first, second, clear } = deployments();
const servers: PlainServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  clear();
});

/** A visitor of a folder on a server without headers, in a path of a school's own. */
async function visit(folder: string) {
  const server = await plainServer(folder, '/school/eosin/');
  servers.push(server);
  const page = await studio.open('about:blank', { serviceWorkers: 'allow' });
  await page.goto(server.address);
  return { server, page };
}

const tick = (page: Page) => page.getByRole('button', { name: /^(Opens|Ready) offline$/ });
const offer = (page: Page) => page.getByRole('alert').filter({ hasText: NEWER });
const scripts = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => /assets\/([^/]+\.js)$/.exec(name)?.[1] ?? []),
  );
const kept = (page: Page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('eosin-app-')));

/** Looks at what the blur does. @returns the width of the pictures' file in pixels, 0 where it could not be loaded. */
async function looked(page: Page): Promise<number> {
  await stage(page, 'Edges');
  await page.getByRole('button', { name: 'What is Blur (sigma)?' }).click();
  const picture = page.getByRole('dialog').getByRole('img').first();
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.complete)).toBe(true);
  const width = await picture.evaluate((one: HTMLImageElement) => one.naturalWidth);
  await page.keyboard.press('Escape');
  await stage(page, 'Colour');
  return width;
}

/** The first words of what a model's card says of its limits. */
async function limits(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^About Blood stain/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Where it fails').waitFor();
  const words = (await dialog.textContent()) ?? '';
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return words;
}

test('after a first visit the page opens, colours and dreams without a network, from a plain server under a path', async () => {
  const { server, page } = await visit(first());
  await settled(page);
  await page.getByRole('button', { name: 'Opens offline' }).waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false); // this host sends no headers
  const colour = await checksum(page, 'Colour');

  await tick(page).click();
  await page.getByRole('button', { name: /^Make ready for offline \(\d+ MB\)$/ }).click();
  await page
    .getByText('All models are here: everything works without a network.')
    .waitFor({ timeout: 120_000 });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ready offline' }).waitFor();
  const explained = () => server.asked.filter((path) => path.startsWith('explained/'));
  expect(explained()).toEqual([]); // not before somebody looks
  expect(await looked(page)).toBe(256);
  expect(explained()).toEqual(['explained/blur.webp']);

  const weights = server.asked.filter((path) => path.endsWith('.safetensors'));
  expect(weights.length).toBeGreaterThan(10);
  expect(new Set(weights).size).toBe(weights.length); // nothing is fetched twice

  await server.close();
  servers.splice(0);
  await page.context().setOffline(true);
  await page.reload();
  await settled(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true); // by the service worker
  expect(await checksum(page, 'Colour')).toBe(colour);
  await page.getByRole('button', { name: 'Ready offline' }).waitFor();
  expect(await looked(page)).toBe(256);

  await dropFiles(page, [join(import.meta.dirname, '../../fixtures/formats/smooth-jpeg.tif')]);
  await page.getByRole('list', { name: 'Images' }).getByText('smooth-jpeg.tif').waitFor();
  await ready(page, 'Edges'); // a photograph: no model starts unasked
  await page.getByRole('radio', { name: /^Nuclei/ }).check();
  await settled(page);
  expect(await checksum(page, 'Colour')).not.toBe(colour);
  await dreaming(page, 2);
  await dreamt(page);
  expect(await checksum(page, 'Dream')).not.toBe(await checksum(page, 'Colour'));
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});

test('a newer version waits until a reload; a tab of the older one keeps its own parts, and nothing old stays', async () => {
  const { server, page } = await visit(first());
  await settled(page);
  await tick(page).waitFor();
  const old = await kept(page);
  expect(old).toHaveLength(1);

  server.deploy(await second());
  server.asked.length = 0;
  const renewed = await page.context().newPage(); // as a pupil opens the page once more
  await renewed.goto(server.address);
  await settled(renewed);
  expect((await scripts(renewed)).filter((name) => /_second\.js$/.test(name))).toEqual([]); // not yet here as a whole
  await offer(page).waitFor({ timeout: 60_000 });
  await offer(renewed).waitFor();

  // Parts that the first version has not loaded as yet, and that the server no longer has.
  const before = await checksum(page, 'Colour');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');

  // Another tab takes the newer version; this one stays with the older.
  await renewed.reload();
  await settled(renewed);
  expect((await scripts(renewed)).filter((name) => !/_second\.js$/.test(name))).toEqual([]);
  expect(await limits(renewed)).toContain(SECOND);
  expect(await kept(page)).toHaveLength(2);

  expect(await limits(page)).not.toContain(SECOND);
  await dropFiles(page, [join(import.meta.dirname, '../../fixtures/formats/indexed.gif')]);
  await page.getByRole('list', { name: 'Images' }).getByText('indexed.gif').waitFor();
  await settled(page);
  expect(await checksum(page, 'Colour')).not.toBe(before);
  // The engine names the version of its page.
  const version = await page.locator('meta[name="eosin-version"]').getAttribute('content');
  const card = new URL(`models/blood-stain/card.md?version=${version}`, server.address).href;
  const [engine] = page.workers();
  expect(await engine?.evaluate((url) => fetch(url).then((answer) => answer.text()), card)).not.toContain(
    SECOND,
  );
  expect((await scripts(page)).filter((name) => /_second\.js$/.test(name))).toEqual([]);

  await offer(page).getByRole('button', { name: 'Reload' }).click();
  await offer(page).waitFor({ state: 'detached' });
  await settled(page);
  expect((await scripts(page)).filter((name) => !/_second\.js$/.test(name))).toEqual([]);
  await expect.poll(() => kept(page)).toHaveLength(1);
  expect(await kept(page)).not.toEqual(old);
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
});

test('a version of which one file is another’s is not kept', async () => {
  const folder = first();
  appendFileSync(join(folder, 'samples/index.json'), '\n');
  const { server, page } = await visit(folder);
  await settled(page);
  await expect.poll(() => server.asked.filter((path) => path === 'samples/index.json').length).toBe(2);
  const registered = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) !== undefined);
  await expect.poll(registered).toBe(false);
  expect(await tick(page).count()).toBe(0);
});

test('the page can be installed: its manifest names icons that are there', async () => {
  const page = await studio.open();
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const address = new URL(href ?? '', studio.url());
  const manifest = await (await fetch(address)).json();
  expect(new URL(manifest.start_url, address).href).toBe(new URL('./', studio.url()).href);
  for (const { src, sizes } of manifest.icons) {
    const sides = await page.evaluate(async (url) => {
      const picture = await createImageBitmap(await (await fetch(url)).blob());
      return `${picture.width}x${picture.height}`;
    }, new URL(src, address).href);
    expect(sides).toBe(sizes);
  }
  const client = await page.context().newCDPSession(page);
  const { errors } = await client.send('Page.getAppManifest');
  expect(errors).toEqual([]);
});
