import { unzipSync } from 'fflate';
import { expect } from 'vitest';
import { decode } from '../../src/engine/stages/decode.ts';
import { click, ready, saved, until } from './studio.ts';
import { evaluate, type Tab } from './tab.ts';

/** The number of cells that the inspector tells. */
export const cellCount = async (tab: Tab) =>
  Number(
    /(\d+) cells/.exec(
      await evaluate(tab, () => document.querySelector('.cells-summary')?.textContent ?? ''),
    )?.[1] ?? 0,
  );

/** A cut from the left to the right through the middle of the picture, by keys. */
const cutAcross = (tab: Tab) =>
  evaluate(tab, () => {
    const canvas = document.querySelector<HTMLElement>('figure[aria-label="Cells"] canvas');
    const press = (key: string, shiftKey = false) =>
      canvas?.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    canvas?.focus();
    for (let i = 0; i < 30; i++) press('ArrowLeft', true);
    press(' ');
    for (let i = 0; i < 60; i++) press('ArrowRight', true);
    press(' ');
  });

/** Cells are found, cut, chosen in the table, and saved in four forms. The cells stay on. */
export async function cellsWalk(tab: Tab): Promise<void> {
  await click(tab, 'tab', 'Cells');
  await click(tab, 'switch', 'Find cells');
  await ready(tab, 'Cells');
  const found = await until(tab, 'cells', () => cellCount(tab));
  expect(found).toBeGreaterThan(5);

  await click(tab, 'radio', 'Cut cells');
  await cutAcross(tab);
  const cut = await until(tab, 'a cut', async () => {
    const now = await cellCount(tab);
    return now > found ? now : 0;
  });
  await ready(tab, 'Cells');

  await click(tab, 'button', 'Cells');
  await until(tab, 'the table', () =>
    evaluate(tab, () => document.querySelector('[role="table"], table')?.getAttribute('aria-rowcount') ?? ''),
  );
  const rows = () =>
    evaluate(tab, () => Number(document.querySelector('[aria-rowcount]')?.getAttribute('aria-rowcount')));
  expect(await rows()).toBe(cut + 1);
  await click(tab, 'button', 'Cell 1');
  await click(tab, 'button', 'Choose none');
  await click(tab, 'button', 'Cells');

  const file = async (button: string) => {
    await click(tab, 'button', button);
    return saved(tab);
  };
  const csv = (await file('Table (CSV)')).bytes.toString();
  expect(csv.trim().split('\n')).toHaveLength(cut + 1);
  const labels = await decode('labels.tif', new Uint8Array((await file('Labels (TIFF)')).bytes));
  expect(Math.max(...(labels.channels[0]?.samples ?? []))).toBe(cut);
  expect(JSON.parse((await file('QuPath outlines')).bytes.toString()).features).toHaveLength(cut);
  expect(Object.keys(unzipSync(new Uint8Array((await file('ImageJ outlines')).bytes)))).toHaveLength(cut);
}
