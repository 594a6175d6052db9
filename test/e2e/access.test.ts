import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { checksum, settled, visitors } from './studio.ts';

const studio = visitors();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe); // evaluated by the debugger, so the page's own policy does not stand in the way
  const results = (await page.evaluate('axe.run()')) as AxeResults; // the string form returns unknown
  return results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}

describe('for everybody', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
    ]) {
      test(`axe finds no violation, ${colorScheme}, ${viewport.width} px wide`, async () => {
        const page = await studio.open('', { colorScheme, viewport });
        await settled(page);
        expect(await violations(page)).toEqual([]);
      });
    }
  }

  test('the main job is done by keyboard alone: another picture, a threshold, another model, undo, export', async () => {
    const page = await studio.open();
    await settled(page);
    const input = await checksum(page, 'Input');
    await page.keyboard.press(']');
    if ((await page.getByRole('list', { name: 'Images' }).getByRole('listitem').count()) > 1) {
      await expect.poll(() => checksum(page, 'Input')).not.toBe(input);
    }
    await settled(page);

    const edges = await checksum(page, 'Edges');
    await tabTo(page, 'slider', 'Low threshold');
    await page.keyboard.press('PageUp');
    await expect.poll(() => checksum(page, 'Edges')).not.toBe(edges);
    await settled(page);

    const colours = await checksum(page, 'Colour');
    await tabTo(page, 'radio', /./, 'Model');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => checksum(page, 'Colour'), { timeout: 30_000 }).not.toBe(colours);
    await settled(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => checksum(page, 'Colour')).toBe(colours);

    const saved = page.waitForEvent('download');
    await tabTo(page, 'button', 'Export');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('Enter');
    expect((await saved).suggestedFilename()).toMatch(/\.png$/);
  });
});

/** Presses Tab until the wanted control has the focus. */
async function tabTo(page: Page, role: 'slider' | 'radio' | 'button', name: string | RegExp, group?: string) {
  const scope = group ? page.getByRole('radiogroup', { name: group }) : page;
  const wanted = scope.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name });
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    for (const one of await wanted.all()) {
      if (await one.evaluate((element) => element === document.activeElement)) return;
    }
  }
  throw new Error(`120 Tabs do not reach the ${role} "${name}"`);
}
