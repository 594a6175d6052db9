import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { sourceOnDisk } from '../../../src/cli/source-on-disk.ts';
import type { Generator } from '../../../src/engine/models/load.ts';
import type { Recipe } from '../../../src/engine/recipe.ts';
import { renderInTiles } from '../../../src/engine/tiles/render-in-tiles.ts';
import { memoryScratch } from '../../../src/engine/tiles/scratch.ts';
import { mixedField } from '../../mixed-field.ts';
import { loaded, manifestOf, SHIPPED } from '../../models.ts';
import { omeStack } from '../../ome-stack.ts';
import { startWasm } from '../../wasm.ts';
import { violations } from '../axe.ts';
import { deskOf, dropFiles, idle, pane, stage, visitors, withoutColour } from '../studio.ts';

const studio = visitors();
const folder = mkdtempSync(join(tmpdir(), 'eosin-true-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file whose parts differ: what is painted of one follows from all. */
const SIDE = 2048;
const file = join(folder, 'field.ome.tif');
const field = mixedField(SIDE);
const value = (_: unknown, x: number, y: number) => 100 + 12 * (field.data[y * SIDE + x] ?? 0);
const channels = [{ name: 'DAPI', colour: [255, 255, 255] as const }];
writeFileSync(file, omeStack({ width: SIDE, height: SIDE, z: 1, t: 1, channels, value }));

interface Gate {
  /** Tiles that the page has asked the worker for: the stage, and the place in the file. */
  readonly asked: { readonly job: number; readonly stage: string; readonly place: string }[];
  /** Jobs that it has stopped. */
  readonly stopped: number[];
  open(): void;
  close(): void;
}
declare global {
  var gate: Gate;
}

/** Stands between page and worker: counts tiles that are asked for, and while it is closed lets none of them through. */
const placeGate = (page: Page) =>
  page.evaluate(() => {
    interface Message {
      readonly type: string;
      readonly job: number;
      readonly ask: { readonly stage: string; readonly tile: { readonly x: number; readonly y: number } };
    }
    const { postMessage } = Worker.prototype;
    const held = new Map<number, () => void>();
    let isOpen = true;
    const letThrough = (job: number) => {
      held.get(job)?.();
      held.delete(job);
    };
    globalThis.gate = {
      asked: [],
      stopped: [],
      open() {
        isOpen = true;
        for (const job of [...held.keys()]) letThrough(job);
      },
      close() {
        isOpen = false;
      },
    };
    Worker.prototype.postMessage = function (this: Worker, message: Message) {
      const pass = () => postMessage.call(this, message);
      if (message.type === 'trueTile') {
        const { stage, tile } = message.ask;
        globalThis.gate.asked.push({ job: message.job, stage, place: `${tile.x} ${tile.y}` });
        if (!isOpen) {
          held.set(message.job, pass);
          return;
        }
      }
      if (message.type === 'cancel') {
        letThrough(message.job); // the worker answers a cancel of what it knows
        globalThis.gate.stopped.push(message.job);
      }
      pass();
    } as Worker['postMessage'];
  });

const layer = (page: Page, name: 'Input' | 'Edges' | 'Colour') => pane(page, name).locator('.true-tiles');
const countOf = async (page: Page, name: 'Input' | 'Edges' | 'Colour', what: 'wanted' | 'sharp') =>
  Number(await layer(page, name).getAttribute(`data-${what}`));
const truePixels = (page: Page) => page.getByRole('button', { name: 'True pixels' });
/** Tiles asked for of a stage, in order. */
const askedOf = async (page: Page, stage: string) =>
  (await page.evaluate(() => globalThis.gate.asked)).filter((one) => one.stage === stage);

/** Every tile that a pane wants is there. */
async function allSharp(page: Page, name: 'Input' | 'Edges' | 'Colour', timeout = 60_000) {
  await expect
    .poll(
      async () => {
        const [wanted, sharp, drawn] = [
          await countOf(page, name, 'wanted'),
          await countOf(page, name, 'sharp'),
          await layer(page, name).locator('img').count(),
        ];
        return wanted > 0 && sharp === wanted && drawn === wanted;
      },
      { timeout },
    )
    .toBe(true);
}

/** The tiles in a pane: their place in the file, and RGBA. */
async function tilesIn(page: Page, name: 'Input' | 'Edges' | 'Colour') {
  const tiles = await layer(page, name)
    .locator('img')
    .evaluateAll(async (images) => {
      const tiles: { x: number; y: number; width: number; base64: string }[] = [];
      for (const image of images as HTMLImageElement[]) {
        await image.decode();
        const { naturalWidth: width, naturalHeight: height } = image;
        const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
        context?.drawImage(image, 0, 0);
        const { data } = context?.getImageData(0, 0, width, height) ?? { data: new Uint8ClampedArray() };
        let letters = '';
        for (let i = 0; i < data.length; i += 8192)
          letters += String.fromCharCode(...data.subarray(i, i + 8192));
        const [x = 0, y = 0] = (image.dataset.place ?? '').split(' ').map(Number);
        tiles.push({ x, y, width, base64: btoa(letters) });
      }
      return tiles;
    });
  return tiles.map(({ base64, ...place }) => ({ ...place, rgba: Buffer.from(base64, 'base64') }));
}

/** What the export of the whole writes of the recipe that is in the page. */
async function exported(page: Page, painter: Generator | null, plain = false) {
  await expect.poll(async () => (await deskOf(page))?.now.recipe.develop.frame).toBe('fit');
  const kept = (await deskOf(page))?.now.recipe as Recipe; // it is there
  const recipe: Recipe = {
    ...kept,
    develop: { ...kept.develop, frame: 'fit', scale: 1 },
    colour: { ...kept.colour, ...(plain && { strength: 0 }) },
  };
  const channels = painter ? 3 : 1;
  const out = new Uint8Array(SIDE * SIDE * channels);
  const work = { recipe, generator: painter, tile: 512, scratch: memoryScratch };
  const { signal } = new AbortController();
  const take = async ({ data }: { data: Uint8Array }, top: number) => out.set(data, top * SIDE * channels);
  for await (const _ of renderInTiles(sourceOnDisk(file), work, async () => take, signal));
  return { out, channels };
}

/** How far the tiles in a pane are off the export: in levels, in the mean and the most. */
function offExport(
  tiles: Awaited<ReturnType<typeof tilesIn>>,
  { out, channels }: Awaited<ReturnType<typeof exported>>,
) {
  let [sum, most, count] = [0, 0, 0];
  for (const { x, y, width, rgba } of tiles) {
    for (let pixel = 0; 4 * pixel < rgba.length; pixel++) {
      const at = (y + Math.floor(pixel / width)) * SIDE + x + (pixel % width);
      for (let c = 0; c < 3; c++) {
        const expected = out[at * channels + (channels === 3 ? c : 0)] ?? Number.NaN;
        const off = Math.abs((rgba[4 * pixel + c] ?? Number.NaN) - expected);
        sum += off;
        most = Math.max(most, off);
        count++;
      }
    }
  }
  return { mean: sum / count, most, count };
}

const filesAside = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const names: string[] = [];
    const folder = await root.getDirectoryHandle('exports').catch(() => null);
    if (folder) for await (const name of folder.keys()) names.push(name);
    return names.length;
  });

async function whole(page: Page) {
  await dropFiles(page, [file]);
  await idle(page);
  await stage(page, 'Input');
  await page.getByRole('radio', { name: 'Fit', exact: true }).check();
  await idle(page);
}

async function drag(page: Page, name: 'Edges' | 'Colour', x: number, y: number) {
  const box = await pane(page, name).locator('.viewport').boundingBox();
  if (!box) throw new Error('no pane');
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + x, top + y);
  await page.mouse.up();
}

test('edges are coarse first, then sharp from the middle of the view on; what is scrolled away is not made', async () => {
  const page = await studio.open('?backend=wasm', { viewport: { width: 1920, height: 1080 } });
  await withoutColour(page);
  await whole(page);
  await stage(page, 'Edges');
  await page.getByRole('radio', { name: 'One large' }).check();
  await placeGate(page);
  await page.evaluate(() => globalThis.gate.close());
  await truePixels(page).click();
  expect(await truePixels(page).getAttribute('aria-pressed')).toBe('true');
  expect(await page.locator('.zoom').innerText()).toBe('100 %'); // of the file, whose pixels are shown
  expect(await pane(page, 'Edges').locator('.pane-facts').innerText()).toContain(`${SIDE} × ${SIDE}`);

  // Coarse: the working picture, while tiles are waited for.
  await expect.poll(async () => (await askedOf(page, 'edges')).length).toBeGreaterThan(0);
  expect(await countOf(page, 'Edges', 'sharp')).toBe(0);
  expect(await countOf(page, 'Edges', 'wanted')).toBeGreaterThanOrEqual(4);
  expect(await pane(page, 'Edges').locator('canvas').first().isVisible()).toBe(true);
  const middle = (await askedOf(page, 'edges'))[0]?.place.split(' ').map(Number) ?? [];
  for (const at of middle) expect([512, 1024]).toContain(at); // next to the middle of the picture, 1024
  expect((await page.evaluate(() => globalThis.gate.asked)).length).toBeLessThanOrEqual(2);

  await page.evaluate(() => globalThis.gate.open());
  await allSharp(page, 'Edges');
  const edges = await exported(page, null);
  const first = offExport(await tilesIn(page, 'Edges'), edges);
  expect(first.count).toBeGreaterThan(3 * 512 * 512);
  expect(first.most).toBe(0);

  // Away to the left border, and on to the right one before a tile has come.
  const before = (await askedOf(page, 'edges')).length;
  await page.evaluate(() => globalThis.gate.close());
  await drag(page, 'Edges', 330, 0);
  await drag(page, 'Edges', 330, 0);
  await drag(page, 'Edges', 330, 0);
  await expect.poll(async () => (await askedOf(page, 'edges')).length).toBeGreaterThan(before);
  const left = (await askedOf(page, 'edges')).slice(before);
  const wantedLeft = await countOf(page, 'Edges', 'wanted');
  for (let i = 0; i < 6; i++) await drag(page, 'Edges', -330, 0);
  const stopped = await page.evaluate(() => globalThis.gate.stopped);
  for (const { job } of left.filter(({ place }) => place.startsWith('0 '))) expect(stopped).toContain(job);
  await page.evaluate(() => globalThis.gate.open());
  await allSharp(page, 'Edges');
  const all = await askedOf(page, 'edges');
  const atLeft = all.filter(({ place }) => place.startsWith('0 '));
  expect(atLeft.length).toBeLessThanOrEqual(2); // those that had begun
  expect(wantedLeft).toBeGreaterThan(2); // of so many
  expect(offExport(await tilesIn(page, 'Edges'), edges).most).toBe(0);
  expect(await violations(page)).toEqual([]);

  // The old tiles are still there: nothing is asked for on the way back to the middle.
  for (let i = 0; i < 3; i++) await drag(page, 'Edges', 330, 0);
  await allSharp(page, 'Edges');
  await truePixels(page).click();
  await layer(page, 'Edges').waitFor({ state: 'detached' });
  await expect.poll(() => filesAside(page)).toBe(0);
});

test('colours at true pixels are those of the export; a cancel turns them off and leaves nothing behind', {
  timeout: 600_000,
}, async () => {
  const page = await studio.open('?backend=wasm');
  await withoutColour(page);
  await whole(page);
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'Blood stain' }).check();
  await idle(page);
  await page.getByRole('radio', { name: 'One large' }).check();
  await truePixels(page).click();
  const words = page.locator('.status-words', { hasText: 'Painting with Blood stain' });
  await words.waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => truePixels(page).getAttribute('aria-pressed')).toBe('false');
  await idle(page);
  await expect.poll(() => filesAside(page)).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);

  await truePixels(page).click();
  await words.waitFor({ timeout: 120_000 });
  await allSharp(page, 'Colour', 360_000);
  expect(await filesAside(page)).toBeGreaterThan(0); // the layers outgrow what is held in memory
  await startWasm();
  const generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
  try {
    const colours = offExport(await tilesIn(page, 'Colour'), await exported(page, generator));
    process.stdout.write(`colours on the page, off the export: ${JSON.stringify(colours)}\n`);
    expect(colours.mean).toBeLessThan(0.1);
    expect(colours.most).toBeLessThanOrEqual(2);
    await stage(page, 'Input');
    await allSharp(page, 'Input');
    const plain = await exported(page, generator, true);
    expect(offExport(await tilesIn(page, 'Input'), plain).most).toBe(0);
  } finally {
    generator.dispose();
  }
  await truePixels(page).click();
  await expect.poll(() => filesAside(page)).toBe(0);
});
