import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { defaultRecipe, type Recipe } from '../../src/engine/recipe.ts';
import { linkEnd } from '../../src/engine/share/link.ts';
import { drawnSource } from '../../src/engine/source.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { develop } from '../../src/engine/stages/develop.ts';
import { findEdges } from '../../src/engine/stages/edges.ts';
import { provenanceIn } from '../provenance.ts';
import { cellsWalk } from './cells-walk.ts';
import {
  alerts,
  choose,
  click,
  downloads,
  drop,
  pageErrors,
  pixels,
  ready,
  saved,
  statusLine,
  type,
  until,
} from './studio.ts';
import { evaluate, type Tab } from './tab.ts';

const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const TIFF = fixture('nuclei-16bit.tif');
const JPEG = fixture('formats/smooth.jpg');

/** The edges of a file by a recipe, computed here: 255 on an edge, 0 elsewhere. */
async function edgesOf(file: string, { develop: settings, edges }: Recipe): Promise<number[]> {
  const { grey } = develop(await decode(file, new Uint8Array(readFileSync(file))), settings);
  return [...(await findEdges(grey, edges, null)).picture.data];
}

const selectedTab = (tab: Tab) =>
  evaluate(tab, () => document.querySelector('[role="tab"][aria-selected="true"]')?.textContent);

/** The stage that a reload would choose, as it lies in the browser's database. */
const keptStage = (tab: Tab) =>
  evaluate(
    tab,
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('eosin-desks');
        opening.onsuccess = () => {
          const id = sessionStorage.getItem('eosin desk') ?? '';
          const asked = opening.result.transaction('desks').objectStore('desks').get(id);
          asked.onsuccess = () => resolve(asked.result?.snapshot.view.chosen ?? '');
          opening.result.close();
        };
      }),
  );

/** Opens a link: its picture comes into the tray, and its recipe is taken, as the same code makes of them here. */
async function openLink(tab: Tab): Promise<void> {
  const picture = { kind: 'drawn', name: 'Dish 7', scene: 'dish', seed: 7 } as const;
  const recipe = {
    ...defaultRecipe,
    edges: { ...defaultRecipe.edges, low: 41 },
    colour: { ...defaultRecipe.colour, model: 'none' },
  };
  const end = await linkEnd({ picture, recipe });
  await evaluate(
    tab,
    (end) => {
      location.hash = end;
    },
    end,
  );
  const { grey } = develop(await drawnSource('dish', 'Dish 7', 'dish', 7).decode(), recipe.develop);
  const wanted = (await findEdges(grey, recipe.edges, null)).picture.data.join();
  await until(tab, 'the edges of the link', async () => {
    if ((await selectedPicture(tab)) !== 'Dish 7') return false;
    await ready(tab, 'Edges');
    return (await pixels(tab, 'Edges')).data.filter((_, i) => i % 4 === 0).join() === wanted;
  });
}

const selectedPicture = (tab: Tab) =>
  evaluate(tab, () => document.querySelector('.tray-select[aria-current]')?.closest('li')?.ariaLabel);

const step = async (tab: Tab) => Number(/step (\d+) of/.exec(await statusLine(tab))?.[1] ?? 0);

/** What a person does in the studio from the first visit to the second. @param url where the production build is served. */
export async function mainJob(tab: Tab, url: string): Promise<void> {
  await tab.goto(url);
  await until(tab, 'the page', async () => (await statusLine(tab)) !== '');
  await drop(tab, [TIFF, JPEG]);
  for (const file of ['smooth.jpg', 'nuclei-16bit.tif']) {
    await until(tab, `${file} in the tray`, () =>
      evaluate(
        tab,
        (file) => document.querySelector(`[aria-label="Images"] li[aria-label="${file}"]`) !== null,
        file,
      ),
    );
    await choose(tab, file);
    await ready(tab, 'Input', 'Edges');
  }

  // No model was made for what the JPEG shows; the nuclei are painted unasked.
  await ready(tab, 'Colour');

  // The recipe lies in the exported picture; what was drawn from it is what the same code draws here.
  await click(tab, 'button', 'Export');
  await until(tab, 'the menu', () => evaluate(tab, () => document.querySelector('[role="menu"]') !== null));
  await evaluate(tab, () => {
    const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
    items.find((item) => item.textContent?.startsWith('Colour'))?.click();
  });
  const { name, bytes } = await saved(tab);
  expect(name).toBe('nuclei-16bit.colour.png');
  const { source, recipe, model } = provenanceIn(bytes);
  expect(source.name).toBe('nuclei-16bit.tif');
  expect(model).toMatchObject({ id: recipe.colour.model, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const edges = await pixels(tab, 'Edges');
  expect(edges.data.filter((_, i) => i % 4 === 0)).toEqual(await edgesOf(TIFF, recipe));
  const colours = await pixels(tab, 'Colour');
  expect(new Set(colours.data).size).toBeGreaterThan(50);

  await cellsWalk(tab);
  const cells = await pixels(tab, 'Cells');

  // Three steps up one low layer, for which the first part of the network does.
  await click(tab, 'tab', 'Dream');
  for (const layer of ['mixed6', 'mixed8']) await click(tab, 'checkbox', layer);
  await evaluate(tab, () => {
    for (const details of document.querySelectorAll('details'))
      if (details.textContent?.startsWith('More')) details.open = true;
    document.querySelector('input[aria-label="Octaves, number"]')?.scrollIntoView({ block: 'center' });
  });
  await type(tab, 'Octaves', 1);
  await type(tab, 'Steps', 3);
  await click(tab, 'checkbox', 'mixed0');
  await ready(tab, 'Dream');
  const place = () => evaluate(tab, () => document.querySelector<HTMLElement>('.dream-place')?.dataset.step);
  expect(await place()).toBe('3');
  expect((await pixels(tab, 'Dream')).data).not.toEqual(colours.data);

  await click(tab, 'tab', 'Colour');
  await click(tab, 'button', 'Train your own');
  await click(tab, 'radio', '64 px');
  await type(tab, 'Dishes', 5);
  await type(tab, 'Steps', 50);
  await click(tab, 'button', 'Train');
  await until(tab, 'ten steps of training', async () => (await step(tab)) >= 10);
  await click(tab, 'button', 'Pause');
  await until(tab, 'a pause', async () => (await statusLine(tab)).includes('Training paused'));
  const paused = await step(tab);
  expect(await alerts(tab)).toEqual([]);
  expect(await pageErrors(tab)).toEqual([]);

  await click(tab, 'button', 'Close');
  await click(tab, 'tab', 'Edges');
  await until(tab, 'the stage in the database', async () => (await keptStage(tab)) === 'edges');
  const before = await downloads(tab);
  expect(before.length).toBeGreaterThan(1); // a generator's, and a part of the dream network's
  await tab.reload();
  await ready(tab, 'Input', 'Edges', 'Cells', 'Colour');
  expect((await pixels(tab, 'Cells')).data).toEqual(cells.data);
  expect(await downloads(tab)).toEqual(before);
  // WebKitGTK has no file system for a page, so that a training goes with it; Safari has one.
  const keepsFiles = await evaluate(tab, () => 'storage' in navigator);
  if (keepsFiles) await until(tab, 'the training', async () => (await step(tab)) === paused);
  else expect(await step(tab)).toBe(0);
  expect(await selectedTab(tab)).toBe('Edges');
  await openLink(tab);
  expect(await alerts(tab)).toEqual([]);
  expect(await pageErrors(tab)).toEqual([]);
}
