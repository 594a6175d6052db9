import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { encodeTiff } from '../../../src/engine/formats/tiff-write.ts';
import { drawnNames } from '../../cluster/draw.ts';
import { discs } from '../../discs.ts';
import { answerFolders, batchPage, fillFolder, folderToBatch, hashesOf, removeFolder } from '../batches.ts';
import { watchMemory } from '../memory.ts';
import { settled, stage, visitors } from '../studio.ts';

/** `EOSIN_MANY=300 npx vitest run --project e2e test/e2e/long/page-batch-many.test.ts`: ten minutes on a machine of one's own. */
const COUNT = Number(process.env.EOSIN_MANY ?? 0);
const SIDE = 1024;
const HOUR = 3_600_000;

const { open, url } = visitors();

async function begin(page: Page): Promise<void> {
  await batchPage(page)
    .getByRole('button', { name: `Start with ${COUNT} pictures` })
    .click();
}
const done = async (page: Page) =>
  Number((await batchPage(page).getByRole('status', { name: 'Batch' }).textContent())?.split(' ')[0]);
const ended = (page: Page) => batchPage(page).getByText(`${COUNT} of ${COUNT} pictures are finished`);

test.skipIf(COUNT === 0)(
  'the last third of many pictures takes no more memory than the first; killed in the middle and gone on with, each byte is as in the plain run',
  async () => {
    const page = await open('about:blank');
    await answerFolders(page);
    await page.goto(url());
    for (const [i, name] of drawnNames(COUNT).entries()) {
      const { data } = discs(SIDE, i + 1);
      const tiff = encodeTiff(data as Uint8Array<ArrayBuffer>, SIDE, SIDE, [0.5, 0.5]);
      await fillFolder(page, 'pictures', new Map([[name, tiff]]));
    }
    await settled(page);
    await stage(page, 'Input');
    await page.getByRole('combobox', { name: 'Size' }).selectOption('512');
    await settled(page);
    await folderToBatch(page);
    await batchPage(page).getByRole('radio', { name: 'In a folder' }).click();
    await batchPage(page).getByRole('button', { name: 'Choose the results’ folder' }).click();

    const memory = await watchMemory(page);
    const held = new Map<number, number>();
    const start = Date.now();
    await begin(page);
    while (!(await ended(page).isVisible())) {
      const at = await done(page);
      held.set(at, Math.max(held.get(at) ?? 0, memory()));
      await page.waitForTimeout(250);
    }
    const third = Math.floor(COUNT / 3);
    const of = (from: number, to: number) =>
      [...held].filter(([at]) => at >= from && at < to).map(([, bytes]) => bytes);
    const most = (values: readonly number[]) => Math.max(...values);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [first, last] = [of(0, third), of(COUNT - third, COUNT)];
    const mb = (bytes: number) => Math.round(bytes / 1e6);
    process.stdout.write(
      `${COUNT} pictures of ${SIDE} px in ${Math.round((Date.now() - start) / 1000)} s; resident MB, most and mean: ` +
        `first third ${mb(most(first))} and ${mb(mean(first))}, last ${mb(most(last))} and ${mb(mean(last))}\n`,
    );
    expect(most(last)).toBeLessThan(1.1 * most(first));
    expect(mean(last)).toBeLessThan(1.1 * mean(first));
    const { 'manifest.csv': _, ...plain } = await hashesOf(page, 'results');
    expect(Object.keys(plain)).toHaveLength(2 * COUNT);

    await batchPage(page).getByRole('button', { name: 'New batch' }).click();
    await removeFolder(page, 'results');
    await batchPage(page).getByRole('button', { name: 'Results go into results' }).click();
    await begin(page);
    await expect.poll(() => done(page), { timeout: HOUR, interval: 500 }).toBeGreaterThan(COUNT / 2);
    await page.close();
    const again = await page.context().newPage();
    await again.goto(url());
    await batchPage(again).getByRole('button', { name: 'Go on' }).click();
    await ended(again).waitFor({ timeout: HOUR });
    const { 'manifest.csv': __, ...resumed } = await hashesOf(again, 'results');
    expect(resumed).toEqual(plain);
  },
  2 * HOUR,
);
