import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { RENEWED } from '../../../src/state/renewal.ts';
import { type Answer, type Proxied, proxied } from '../proxied.ts';
import { checksum, dropFiles, settled, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const servers: Proxied[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that can bring out another version, whose scripts all have other names. @param gone what it says of the old ones. */
async function renewable(gone: Answer) {
  let isRenewed = false;
  const server = await proxied(studio.url(), async (path, said) => {
    if (!isRenewed) return null;
    if (path.startsWith('/assets/')) return gone;
    if (path !== '/') return null;
    return {
      status: 200,
      type: 'text/html',
      body: (await said()).replaceAll(/index-[\w-]+\.js/g, 'index-2.js'),
    };
  });
  servers.push(server);
  return {
    address: `http://localhost:${server.port}/`,
    renew: (now: boolean) => {
      isRenewed = now;
    },
  };
}

const NOT_FOUND: Answer = { status: 404, type: 'text/plain', body: 'not found' };
/** As a server for apps of one page answers. */
const SOME_PAGE: Answer = { status: 200, type: 'text/html', body: '<!doctype html><title>Eosin</title>' };

test.each([
  ['answers 404', NOT_FOUND],
  ['answers with a page', SOME_PAGE],
])('a tab older than the version on a server that %s offers to reload, and keeps its picture till then', async (_, gone) => {
  const { address, renew } = await renewable(gone);
  const page = await studio.open('about:blank');
  await page.goto(address);
  await settled(page);
  const colour = await checksum(page, 'Colour');
  renew(true);

  // A part of the page.
  await page.keyboard.press('?');
  const offer = page.getByRole('alert').filter({ hasText: RENEWED });
  await offer.getByRole('button', { name: 'Reload' }).waitFor();
  await offer.getByRole('button', { name: 'Dismiss' }).click();
  await offer.waitFor({ state: 'detached' });

  // A part of the engine.
  await dropFiles(page, [join(import.meta.dirname, '../../fixtures/formats/indexed.gif')]);
  await offer.waitFor();
  await page
    .getByRole('alert')
    .filter({ hasText: 'indexed.gif: A part of the engine could not be loaded.' })
    .first()
    .waitFor();
  await page.getByRole('list', { name: 'Images' }).getByRole('button').first().click();
  await settled(page);
  expect(await checksum(page, 'Colour')).toBe(colour);

  renew(false); // the new version stands
  await offer.getByRole('button', { name: 'Reload' }).click();
  await offer.waitFor({ state: 'detached' });
  await settled(page);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('an engine that cannot be started again, since its script is gone, says so and offers to reload', async () => {
  const { address, renew } = await renewable(NOT_FOUND);
  const page = await studio.open('about:blank');
  await page.goto(address);
  await withoutColour(page);
  const edges = await checksum(page, 'Edges');
  renew(true);
  await page.workers()[0]?.evaluate(() => {
    performance.now = () => Number(Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
  await page.getByRole('slider', { name: 'Low threshold', exact: true }).press('ArrowRight');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' });
  await page.getByRole('slider', { name: 'Low threshold', exact: true }).press('ArrowLeft');
  await page.getByRole('alert').filter({ hasText: RENEWED }).waitFor();
  expect(await checksum(page, 'Edges')).toBe(edges);
});

test('a service worker that an older version left behind does not keep the picture away', async () => {
  // It keeps the page and its scripts as they were, and hands the rest on.
  const script = `
    addEventListener('install', (event) => event.waitUntil(caches.open('old').then((cache) => cache.add('/')).then(skipWaiting)));
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));`;
  const server = await proxied(studio.url(), async (path) =>
    path === '/sw.js' ? { status: 200, type: 'text/javascript', body: script } : null,
  );
  servers.push(server);
  const page = await studio.open('about:blank', { serviceWorkers: 'allow' });
  await page.goto(`http://localhost:${server.port}/`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toMatch(/sw\.js$/);
  await settled(page);
  expect(await page.getByRole('alert').count()).toBe(0);
});
