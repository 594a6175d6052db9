import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { dreaming, dreamt } from '../dreaming.ts';
import { checksum, settled, visitors } from '../studio.ts';

const { open, url } = visitors();

/** Opens the page on WASM; its worker runs `before` ahead of its own script. */
async function openWith(before: string): Promise<Page> {
  const page = await open('about:blank');
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${before}\n${await response.text()}` });
  });
  await page.goto(`${url()}?backend=wasm`);
  return page;
}

const cores = (count: number) =>
  `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${count} });`;
const device = (page: Page) => page.getByRole('status', { name: 'Device' }).textContent();

test('threads are used where there are cores for them, and paint and dream the same bit for bit', async () => {
  const sums: number[][] = [];
  for (const [count, words] of [
    [2, 'WebAssembly on the processor'],
    [4, 'WebAssembly on the processor, 2 threads'],
  ] as const) {
    const page = await openWith(cores(count));
    await settled(page);
    expect(await device(page)).toContain(words);
    expect((await device(page))?.includes('threads')).toBe(count === 4);
    await dreaming(page, 2);
    await dreamt(page);
    sums.push([await checksum(page, 'Colour'), await checksum(page, 'Dream')]);
  }
  expect(sums[1]).toEqual(sums[0]);
});

test('threads that never answer are given up for one', async () => {
  const page = await openWith(`${cores(4)} globalThis.Worker = class { postMessage() {} terminate() {} };`);
  await settled(page);
  expect(await device(page)).toContain('WebAssembly on the processor');
  expect(await device(page)).not.toContain('threads');
});

test('where the browser has no shared memory for threads, one thread does it', async () => {
  const refuse = `WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(kind) { if (kind.shared) throw new RangeError('no room'); super(kind); }
  };`;
  const page = await openWith(`${cores(4)} ${refuse}`);
  await settled(page);
  expect(await device(page)).toContain('WebAssembly on the processor');
  expect(await device(page)).not.toContain('threads');
});
