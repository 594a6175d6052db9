import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, test } from 'vitest';
import { readTexts } from '../../../src/engine/formats/png-write.ts';
import { encodeTiff } from '../../../src/engine/formats/tiff-write.ts';
import { defaultRecipe } from '../../../src/engine/recipe.ts';
import { LONGEST_LINK, linkEnd, recipeInLink } from '../../../src/engine/share/link.ts';
import { dreaming, dreamt } from '../dreaming.ts';
import { checksum, dropFiles, idle, pane, settled, stage, visitors, withoutColour } from '../studio.ts';

// WASM everywhere: there the same numbers come out bit for bit.
const studio = visitors();
const WASM = '?backend=wasm';
const folder = mkdtempSync(join(tmpdir(), 'eosin-share-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/formats', name);
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });
const offer = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const images = (page: Page) => page.getByRole('list', { name: 'Images' });
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
/** A slider's value, in the inspector of its stage. */
async function value(page: Page, name: 'Gamma' | 'Low threshold') {
  await stage(page, name === 'Gamma' ? 'Input' : 'Edges');
  return slider(page, name).getAttribute('aria-valuenow');
}
/** Moves a slider, in the inspector of its stage. */
async function raise(page: Page, name: 'Gamma' | 'Low threshold') {
  await stage(page, name === 'Gamma' ? 'Input' : 'Edges');
  await slider(page, name).press('PageUp');
}

/** Opens Share, waits for the link and closes the dialog. */
async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const field = page.getByRole('textbox', { name: 'Link' });
  await expect.poll(() => field.inputValue()).toContain('#r=');
  const link = await field.inputValue();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return link;
}

const endOf = (link: string) => new URL(link).hash;

/** Another person's browser, with nothing in it, that opens a link. */
async function elsewhere(link: string): Promise<Page> {
  const page = await studio.open('about:blank');
  await page.goto(studio.url() + WASM + endOf(link));
  return page;
}

/** What the panes show, once all of it stands. */
async function shown(page: Page) {
  await settled(page);
  return { edges: await checksum(page, 'Edges'), colour: await checksum(page, 'Colour') };
}

test('a link opens in another profile as the same picture, pixel for pixel, in one step of undo', async () => {
  const page = await studio.open(WASM);
  await settled(page);
  await page.getByRole('button', { name: 'New dish' }).click();
  await images(page)
    .getByText(/^Dish \d+$/)
    .waitFor();
  await settled(page);
  await raise(page, 'Gamma');
  await raise(page, 'Low threshold');
  await dreaming(page, 2);
  await dreamt(page);
  const before = { ...(await shown(page)), dream: await checksum(page, 'Dream') };
  const low = await value(page, 'Low threshold');
  const link = await linkOf(page);
  expect(link.length).toBeLessThan(LONGEST_LINK);

  const other = await elsewhere(link);
  await images(other)
    .getByText(/^Dish \d+$/)
    .waitFor();
  await expect.poll(() => value(other, 'Low threshold')).toBe(low);
  await dreamt(other);
  expect({ ...(await shown(other)), dream: await checksum(other, 'Dream') }).toEqual(before);
  expect(new URL(other.url()).hash).toBe(''); // a reload does not take it once more

  await undo(other).click();
  await expect.poll(() => value(other, 'Low threshold')).not.toBe(low);
  expect(await undo(other).isDisabled()).toBe(true);
});

test('a link to a picture of one’s own asks for it by name, takes it by its bytes, and says when another comes', async () => {
  const page = await studio.open(WASM);
  await settled(page);
  await dropFiles(page, [fixture('rgb.png')]);
  await images(page).getByText('rgb.png').waitFor();
  await idle(page); // no model was made for what it shows
  await stage(page, 'Colour');
  await page.getByRole('radio', { name: 'Blood smear' }).check();
  await settled(page);
  await raise(page, 'Low threshold');
  const before = await shown(page);
  const low = await value(page, 'Low threshold');
  const link = await linkOf(page);

  const other = await elsewhere(link);
  await offer(other).getByText('rgb.png: the recipe was made on this picture.').waitFor();
  expect(await value(other, 'Low threshold')).not.toBe(low);
  await dropFiles(other, [fixture('smooth.jpg')]);
  await offer(other).getByText('smooth.jpg is another picture than rgb.png').waitFor();
  expect(await value(other, 'Low threshold')).not.toBe(low);

  const renamed = join(folder, 'as the teacher calls it.png');
  copyFileSync(fixture('rgb.png'), renamed);
  await dropFiles(other, [renamed]);
  await expect.poll(() => value(other, 'Low threshold')).toBe(low);
  await offer(other).waitFor({ state: 'detached' });
  expect(await shown(other)).toEqual(before);

  const third = await elsewhere(link);
  await offer(third).waitFor();
  await dropFiles(third, [fixture('smooth.jpg')]);
  await offer(third).getByRole('button', { name: 'Use it all the same' }).click();
  await expect.poll(() => value(third, 'Low threshold')).toBe(low);
});

test('a link that is damaged, does not fit, or needs a model that is not here says so, and changes nothing', async () => {
  const dish = { kind: 'drawn', name: 'Dish 7', scene: 'dish', seed: 7 } as const;
  const ends: readonly (readonly [end: string, sentence: string])[] = [
    ['#r=AAAA', 'This link: The link is damaged: ask for it once more'],
    [
      await linkEnd({
        picture: dish,
        recipe: { ...defaultRecipe, develop: { ...defaultRecipe.develop, gamma: 9 } },
      }),
      'develop.gamma must be at most 4, not 9',
    ],
    [
      await linkEnd({
        picture: dish,
        recipe: { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'my-own' } },
      }),
      'The recipe paints with the model "my-own", which is not here: ask for its ZIP, drop that on the page',
    ],
  ];
  const page = await studio.open(WASM);
  await withoutColour(page);
  const edges = await checksum(page, 'Edges');
  for (const [end, sentence] of ends) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, end);
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
  }
  expect(await images(page).getByRole('listitem').count()).toBe(1);
  expect(await checksum(page, 'Edges')).toBe(edges);
});

test('what is drawn travels in the file, which opens when it is dropped; a code shows the link', async () => {
  const page = await studio.open(WASM);
  await withoutColour(page);
  await page.getByRole('radio', { name: 'Pen', exact: true }).click();
  const box = await pane(page, 'Edges').locator('canvas').first().boundingBox();
  if (!box) throw new Error('the edges have no place');
  // Many strokes of many points: more than a link takes.
  for (let i = 0; i < 12; i++) {
    await page.mouse.move(box.x + 20 + i * 9, box.y + 30);
    await page.mouse.down();
    for (let k = 0; k < 30; k++)
      await page.mouse.move(box.x + 20 + i * 9 + ((k * 7) % 23), box.y + 30 + k * 4);
    await page.mouse.up();
  }
  await withoutColour(page);
  const edges = await checksum(page, 'Edges');
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText('What you drew does not fit into the link.').waitFor();
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link.length).toBeLessThan(LONGEST_LINK);
  expect((await recipeInLink(endOf(link))).recipe.edges.strokes).toEqual([]);
  await dialog.getByRole('img', { name: 'The link as a QR code' }).waitFor();
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save recipe' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/\.eosin\.json$/);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);

  const other = await studio.open(WASM);
  await settled(other);
  await dropFiles(other, [path]);
  await expect.poll(() => pane(other, 'Colour').getAttribute('data-state')).toBe('empty');
  await expect.poll(() => checksum(other, 'Edges')).toBe(edges);
  expect(await other.getByRole('alert').count()).toBe(0);
  await dropFiles(other, [broken(path)]);
  await other
    .getByRole('alert')
    .filter({ hasText: /eosin\.json is damaged/ })
    .waitFor();
});

function broken(path: string): string {
  const other = join(folder, 'broken.eosin.json');
  writeFileSync(other, readFileSync(path).subarray(0, 100));
  return other;
}

test('a picture that Eosin wrote is marked as generated, a label TIFF too, and its recipe can be used', async () => {
  const page = await studio.open(WASM);
  await settled(page);
  await raise(page, 'Gamma');
  const before = await shown(page);
  const gamma = await value(page, 'Gamma');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Colour/ }).click();
  const download = await saved;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);

  const other = await studio.open(WASM);
  await settled(other);
  const labels = join(folder, 'cells.labels.tif');
  writeFileSync(labels, encodeTiff(new Uint16Array(64 * 64), 64, 64, null, readTexts(readFileSync(path))));
  await dropFiles(other, [labels]);
  await images(other)
    .getByText(/, generated$/)
    .waitFor();
  await offer(other)
    .getByText(/^cells\.labels\.tif was made by Eosin from .+ with [\w-]+ and brings its recipe\.$/)
    .waitFor();
  await dropFiles(other, [path]);
  await offer(other).getByText(`${download.suggestedFilename()} was made by Eosin from`).waitFor();
  expect(await value(other, 'Gamma')).not.toBe(gamma);
  await offer(other).getByRole('button', { name: 'Use its recipe' }).click();
  // Its own picture, a sample, is in the tray already.
  await expect.poll(() => value(other, 'Gamma')).toBe(gamma);
  expect(await shown(other)).toEqual(before);
});

test('a figure and a JPEG that are dropped say of what they were made and bring its recipe; a picture that is not here is asked for', async () => {
  const page = await studio.open(WASM);
  await settled(page);
  await dropFiles(page, [fixture('rgb.png')]);
  await images(page).getByText('rgb.png').waitFor();
  await idle(page);
  await raise(page, 'Gamma');
  const gamma = await value(page, 'Gamma');
  await idle(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Figure' }).click();
  await page.getByAltText('The figure as it will be').waitFor();
  const pictures = page.getByRole('group', { name: 'Pictures' }).getByRole('checkbox');
  for (const picture of await pictures.all()) await picture.setChecked(true);
  expect((await pictures.all()).length).toBeGreaterThan(1);
  const figured = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const figure = join(folder, 'two.figure.pdf');
  await (await figured).saveAs(figure);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitemradio', { name: /^JPEG/ }).click();
  const saved = page.waitForEvent('download');
  await page
    .getByRole('menuitem', { name: /^Edges/ })
    .first()
    .click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('rgb.edges.jpg');
  const jpeg = join(folder, 'rgb.edges.jpg');
  await download.saveAs(jpeg);

  const other = await studio.open(WASM);
  await settled(other);
  const plain = join(folder, 'plain.pdf');
  writeFileSync(plain, '%PDF-1.4 of another program');
  await dropFiles(other, [plain]);
  await other.getByRole('alert').filter({ hasText: 'plain.pdf is a PDF document' }).waitFor();
  await dropFiles(other, [figure]);
  await offer(other)
    .getByText(/^two\.figure\.pdf was made by Eosin from .*rgb\.png/)
    .waitFor();
  expect(await images(other).getByText('two.figure.pdf').count()).toBe(0); // it is no picture of the tray
  await offer(other).getByRole('combobox', { name: 'Recipe of' }).selectOption('rgb.png');
  await offer(other).getByRole('button', { name: 'Use its recipe' }).click();
  await offer(other)
    .getByText('rgb.png: the recipe was made on this picture. Drop it here, or add it.')
    .waitFor();
  expect(await value(other, 'Gamma')).not.toBe(gamma);
  await dropFiles(other, [fixture('rgb.png')]);
  await expect.poll(() => value(other, 'Gamma')).toBe(gamma);

  await dropFiles(other, [jpeg]);
  await offer(other)
    .getByText('rgb.edges.jpg was made by Eosin from rgb.png and brings its recipe.')
    .waitFor();
}, 240_000);
