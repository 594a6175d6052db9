import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a change of the theme can break: the rules that look at colours. */
export const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What a change of the width can break: words over words, what scrolls only there. */
export const OF_WIDTH = ['color-contrast', 'scrollable-region-focusable'];

/** What axe finds in a dialog or menu that is open, else on the page. @param rules those to run; all of them by default. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Evaluated by the debugger, so the page's own policy does not stand in the way.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const results = (await page.evaluate(
    `axe.run(document.querySelector('[role="dialog"], [role="menu"]') ?? document, ${JSON.stringify(options)})`,
  )) as AxeResults; // the string form returns unknown
  return results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}
