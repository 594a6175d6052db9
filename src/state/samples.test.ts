import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dishOf, loadSamples, originOf, sampleSource } from './samples.ts';

const shipped = (path: string) => fileURLToPath(new URL(`../../public/${path}`, import.meta.url));
const base = 'https://studio.example/';

/** A page's `fetch` of what lies under public/. */
function serveShipped(): void {
  vi.stubGlobal('fetch', async (url: URL) => {
    const path = shipped(url.pathname.slice(1));
    return existsSync(path) ? new Response(readFileSync(path)) : new Response(null, { status: 404 });
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
}

test('every shipped sample can be had, and its model is on the shelf', async () => {
  serveShipped();
  const samples = await loadSamples(base);
  const shelf: unknown = JSON.parse(readFileSync(shipped('models/index.json'), 'utf8'));
  const sources = await Promise.all(samples.map((sample) => sampleSource(sample, base)));
  expect(new Set(sources.map(({ id }) => id)).size).toBe(samples.length);
  for (const { model } of samples) expect(JSON.stringify(shelf)).toContain(`"${model}"`);
});

test('a real picture names its source and its licence, on the card and in the notice', async () => {
  serveShipped();
  const notice = readFileSync(shipped('samples/NOTICE.md'), 'utf8');
  const real = (await loadSamples(base)).flatMap((sample) => ('file' in sample ? [sample] : []));
  expect(real.length).toBeGreaterThanOrEqual(3);
  for (const sample of real) {
    expect(originOf(sample)).toMatch(/\S.*, (MIT|CC0)$/);
    expect(notice).toContain(`| \`${sample.file}\` |`);
  }
});

test('a sample that is not there says so in a sentence', async () => {
  serveShipped();
  const sample = {
    title: 'Gone',
    model: 'blood-smear',
    file: 'gone.png',
    source: 'nowhere',
    licence: 'none',
  };
  await expect(sampleSource(sample, base)).rejects.toThrow(
    'gone.png: the sample could not be loaded (HTTP 404).',
  );
});

test('a new dish is called by its seed and coloured as the one in the list', async () => {
  serveShipped();
  const samples = await loadSamples(base);
  const listed = samples.find((sample) => 'scene' in sample && sample.scene === 'dish');
  const dish = dishOf(4711, samples);
  expect(dish).toEqual({ title: 'Dish 4711', model: listed?.model, scene: 'dish', seed: 4711 });
  expect(await sampleSource(dish, base)).toMatchObject({ id: 'sample-dish-4711', name: 'Dish 4711' });
});
