import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sourceOnDisk } from '../../../src/cli/source-on-disk.ts';
import type { Generator } from '../../../src/engine/models/load.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { renderInTiles } from '../../../src/engine/tiles/render-in-tiles.ts';
import { memoryScratch } from '../../../src/engine/tiles/scratch.ts';
import { mixedField } from '../../mixed-field.ts';
import { loaded, manifestOf, SHIPPED } from '../../models.ts';
import { omeStack } from '../../ome-stack.ts';
import { provenanceIn } from '../../provenance.ts';
import { startWasm } from '../../wasm.ts';
import { alerts, choose, click, drop, pageErrors, ready, saved, statusLine, until } from '../studio.ts';
import { evaluate, type Tab } from '../tab.ts';

/** No multiple of a tile nor of the net's grain. */
const SIDE = 1100;
const NAME = 'whole.ome.tif';

const clickItem = (tab: Tab, begins: string) =>
  evaluate(
    tab,
    (begins) => {
      const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
      items.find((item) => item.textContent?.startsWith(begins))?.click();
    },
    begins,
  );

/** Chooses in the list of the dialog that has such a label. */
const select = (tab: Tab, label: string, begins: string) =>
  evaluate(
    tab,
    (label, begins) => {
      const labels = [...document.querySelectorAll<HTMLLabelElement>('[role="dialog"] label')];
      const list = labels.find(({ textContent }) => textContent?.trim() === label)?.control;
      if (!(list instanceof HTMLSelectElement)) throw new Error(`there is no list ${label}`);
      list.selectedIndex = [...list.options].findIndex(({ text }) => text.startsWith(begins));
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
    label,
    begins,
  );

/** The whole picture as a PNG: its name, pixels as they are decoded here, and those that the shell's code makes of its recipe. */
async function exported(tab: Tab, path: string, what: 'Edges' | 'Colour', painter: Generator | null) {
  await click(tab, 'button', 'Export');
  await until(tab, 'the menu', () => evaluate(tab, () => document.querySelector('[role="menu"]') !== null));
  await clickItem(tab, 'Whole picture');
  await until(tab, 'the dialog', () =>
    evaluate(tab, () => document.querySelector('[role="dialog"] select') !== null),
  );
  await select(tab, 'What', what);
  await select(tab, 'As', 'PNG');
  await click(tab, 'button', 'Export');
  const { name, bytes } = await saved(tab);
  await until(tab, 'what came of it', () =>
    evaluate(tab, () => document.querySelector('[role="dialog"]')?.textContent?.includes('Saved whole.')),
  );
  await click(tab, 'button', 'Close');
  const { width, height, channels: planes } = await decode(name, new Uint8Array(bytes));
  const channels = painter ? 3 : 1;
  const out = new Uint8Array(SIDE * SIDE * channels);
  const work = { recipe: provenanceIn(bytes).recipe, generator: painter, tile: 512, scratch: memoryScratch };
  const take = async ({ data }: { data: Uint8Array }, top: number) => out.set(data, top * SIDE * channels);
  const { signal } = new AbortController();
  for await (const _ of renderInTiles(sourceOnDisk(path), work, async () => take, signal));
  expect([width, height, planes.length]).toEqual([SIDE, SIDE, channels]);
  let [sum, most] = [0, 0];
  for (const [c, { samples }] of planes.entries()) {
    for (const [i, value] of samples.entries()) {
      const off = Math.abs(value - (out[i * channels + c] ?? Number.NaN));
      sum += off;
      most = Math.max(most, off);
    }
  }
  return { name, off: { mean: sum / out.length, most }, values: new Set(planes[0]?.samples).size };
}

/** A field of 1100 px is exported whole, its edges and its colours, as the shell's code makes them here. @param url of the build. */
export async function wholeWalk(tab: Tab, url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-whole-'));
  const path = join(folder, NAME);
  const { data } = mixedField(SIDE);
  const value = (_: unknown, x: number, y: number) => 100 + 12 * (data[y * SIDE + x] ?? 0);
  const channels = [{ name: 'DAPI', colour: [255, 255, 255] as const }];
  writeFileSync(path, omeStack({ width: SIDE, height: SIDE, z: 1, t: 1, channels, value }));
  await startWasm();
  const generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
  try {
    await tab.goto(`${url}?backend=wasm`);
    await until(tab, 'the page', async () => (await statusLine(tab)) !== '');
    await drop(tab, [path]);
    await until(tab, 'the field in the tray', () =>
      evaluate(
        tab,
        (name) => document.querySelector(`[aria-label="Images"] li[aria-label="${name}"]`) !== null,
        NAME,
      ),
    );
    await choose(tab, NAME);
    await ready(tab, 'Input', 'Edges');
    const edges = await exported(tab, path, 'Edges', null);
    expect(edges).toEqual({ name: 'whole.edges.png', off: { mean: 0, most: 0 }, values: 2 });

    await click(tab, 'tab', 'Colour');
    await click(tab, 'radio', 'Blood stain');
    await ready(tab, 'Colour');
    const colours = await exported(tab, path, 'Colour', generator);
    process.stdout.write(`colours of the whole, off the shell's: ${JSON.stringify(colours)}\n`);
    expect(colours.name).toBe('whole.colour.png');
    expect(colours.values).toBeGreaterThan(50);
    expect(colours.off.mean).toBeLessThan(0.05);
    expect(colours.off.most).toBeLessThanOrEqual(2);
    expect(await alerts(tab)).toEqual([]);
    expect(await pageErrors(tab)).toEqual([]);
  } finally {
    generator.dispose();
    rmSync(folder, { recursive: true });
  }
}
