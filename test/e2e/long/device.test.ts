import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { checksum, ready, stage, visitors } from '../studio.ts';

const studio = visitors();

test('a software GPU is passed over for WASM, and the page says why', async () => {
  const page = await studio.opened();
  await expect(page.getByRole('status', { name: 'Device' }).textContent()).resolves.toMatch(
    /WASM|WebAssembly/i,
  );
});

test('on forced WebGPU the edges are those of the plain code, and a destroyed device brings the picture back', async () => {
  const plain = await studio.opened(); // on WASM
  const edges = await checksum(plain, 'Edges');
  const raise = async (page: Page) => {
    await stage(page, 'Edges');
    await page.getByRole('slider', { name: 'Low threshold', exact: true }).press('PageUp');
  };
  await raise(plain);
  await expect.poll(() => checksum(plain, 'Edges')).not.toBe(edges);
  const fewer = await checksum(plain, 'Edges');

  const page = await studio.open('?backend=webgpu');
  await ready(page, 'Edges');
  await page.getByRole('radio', { name: /no colour|none/i }).check();
  expect(await checksum(page, 'Edges')).toBe(edges);

  const worker = page.workers()[0];
  if (!worker) throw new Error('the page has no worker');
  await worker.evaluate(() => {
    const create = GPUDevice.prototype.createCommandEncoder;
    GPUDevice.prototype.createCommandEncoder = function (...args) {
      GPUDevice.prototype.createCommandEncoder = create;
      queueMicrotask(() => this.destroy());
      return create.apply(this, args);
    };
  });
  await raise(page);
  await expect.poll(() => checksum(page, 'Edges')).toBe(fewer);
  await expect
    .poll(() => page.getByRole('status', { name: 'Device' }).textContent())
    .toMatch(/WebGPU.*restarted 1×/s);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => checksum(page, 'Edges')).toBe(edges);
}, 240_000);

test('one whole picture is painted on forced WebGPU, close to the colours of WASM', async () => {
  const plain = await studio.opened(); // on WASM
  const pixels = () => {
    const canvas = document.querySelector<HTMLCanvasElement>('figure[aria-label="Colour"] canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) throw new Error('no picture in the Colour pane');
    return [...context.getImageData(0, 0, canvas.width, canvas.height).data];
  };
  const expected = await plain.evaluate(pixels);

  const page = await studio.open('?backend=webgpu');
  await ready(page, 'Colour', 180_000);
  const painted = await page.evaluate(pixels);
  const difference = painted.reduce((sum, value, i) => sum + Math.abs(value - (expected[i] ?? 0)), 0);
  expect(painted).toHaveLength(expected.length);
  expect(difference / painted.length).toBeLessThan(1);
}, 300_000);

test('cancel stops a painting on the slow device within seconds and leaves the edges', async () => {
  const page = await studio.open('?backend=webgpu');
  await ready(page, 'Edges');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 10_000 });
  expect(await page.getByRole('figure', { name: 'Colour' }).getAttribute('data-state')).not.toBe('working');
  await expect(page.getByRole('figure', { name: 'Edges' }).getAttribute('data-state')).resolves.toBe('ready');
}, 120_000);
