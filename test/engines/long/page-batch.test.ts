import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, inject, test } from 'vitest';
import { type Row, rowsIn } from '../../../src/engine/batch/manifest.ts';
import { encodePng } from '../../../src/engine/formats/png-write.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import { develop } from '../../../src/engine/stages/develop.ts';
import { findEdges } from '../../../src/engine/stages/edges.ts';
import { discs } from '../../discs.ts';
import { provenanceIn } from '../../provenance.ts';
import { openFirefox } from '../firefox.ts';
import { runsHere } from '../installed.ts';
import { alerts, click, pageErrors, ready, saved, statusLine, until } from '../studio.ts';
import { evaluate, type Tab } from '../tab.ts';
import { openWebkit } from '../webkit.ts';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const FIXTURES = ['rgb.png', 'sixteen-deflate.tif', 'smooth.jpg', 'smooth.webp'];
const BAD = 'plate/torn.png';
const WHY =
  's cut short: it has 60 bytes, and its chunk IDAT goes on to byte 142. Copy it again from the source.';
const WRITTEN = ['cells.csv', 'colour.png', 'edges.png'];

/** Seven pictures and a bad one, by their paths below a folder. */
async function pictures(): Promise<Files> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of FIXTURES)
    files.set(name, readFileSync(join(import.meta.dirname, '../../fixtures/formats', name)));
  for (const seed of [1, 2, 10]) files.set(`plate/field ${seed}.png`, await encodePng(discs(160, seed)));
  files.set(BAD, (files.get('rgb.png') ?? new Uint8Array()).slice(0, 60));
  return files;
}

const hint = (tab: Tab) => evaluate(tab, () => document.querySelector('.batch .row-hint')?.textContent ?? '');

/** Opens the batch and chooses the pictures, which lie in one folder: drivers give files and no folder, so that their paths are told. */
async function chooseFolder(tab: Tab, folder: string, files: Files): Promise<void> {
  await click(tab, 'button', 'Batch');
  await click(tab, 'radio', 'A folder');
  await until(tab, 'the hint', async () => (await hint(tab)) !== '');
  expect(await hint(tab)).toBe('Its pictures do not come into the tray.'); // and no word of a drop
  await evaluate(tab, () => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], 'pictures'));
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    document.querySelector('.batch-setup')?.dispatchEvent(drop);
  });
  await until(tab, 'what to do', async () =>
    (await alerts(tab)).join().includes('Folders cannot be dropped in this browser'),
  );
  const paths = [...files.keys()];
  const onDisk = (path: string) => path.replace('/', '-');
  const selector = '.batch input[type="file"]';
  await evaluate(
    tab,
    (selector, paths) => {
      const tell = ({ target }: Event) => {
        for (const file of target instanceof HTMLInputElement ? (target.files ?? []) : [])
          Object.defineProperty(file, 'webkitRelativePath', { value: `pictures/${paths[file.name]}` });
      };
      document.querySelector(selector)?.addEventListener('change', tell, { capture: true, once: true });
    },
    selector,
    Object.fromEntries(paths.map((path) => [onDisk(path), path])),
  );
  await tab.choose(
    selector,
    paths.map((path) => join(folder, onDisk(path))),
  );
  await until(tab, 'the folder', async () => (await hint(tab)).startsWith('pictures: 8 pictures'));
}

/** What the batch says of itself. */
const words = (tab: Tab) =>
  evaluate(tab, () => document.querySelector('[role="status"][aria-label="Batch"]')?.textContent ?? '');

const said = (tab: Tab, what: RegExp) =>
  until(tab, `"${what.source}"`, async () => what.exec(await words(tab))?.[0]);

/** The rows of the pictures that failed, as they are shown. */
const badRows = (tab: Tab) =>
  evaluate(tab, () =>
    [...document.querySelectorAll('[data-state="batch-failed"]')].map((row) => ({
      name: row.querySelector('.batch-name')?.textContent,
      sentence: row.querySelector('.batch-state')?.textContent,
    })),
  );

/** The manifest of a batch that was cut off, in the files that the browser keeps for the page. */
const keptRows = async (tab: Tab) =>
  rowsIn(
    await evaluate(tab, async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('batch');
      return (await (await folder.getFileHandle('manifest.csv')).getFile()).text();
    }),
  ).rows;

/** What became of each picture, without how long it took. */
const results = (rows: readonly Row[]) => rows.map((row) => ({ ...row, seconds: '' }));

const finishedIn = (rows: readonly Row[]) => rows.filter(({ state }) => state === 'finished');

const linesOf = (file = new Uint8Array()) => Buffer.from(file).toString().trim().split('\r\n');

/** The saved ZIP holds a manifest of all pictures, each result that it names and no other; edges are those that the same code finds here. */
async function savedRows(tab: Tab, files: Files, beside: readonly string[]): Promise<readonly Row[]> {
  const { name, bytes } = await saved(tab);
  expect(name).toBe('eosin-batch.zip');
  const zip = unzipSync(new Uint8Array(bytes));
  const { rows } = rowsIn(Buffer.from(zip['manifest.csv'] ?? '').toString());
  expect(rows.map(({ source }) => source).sort()).toEqual([...files.keys()].sort());
  const finished = finishedIn(rows);
  const wanted = finished.flatMap(({ result }) => WRITTEN.map((one) => `${result}/${one}`));
  expect(Object.keys(zip).sort()).toEqual([...wanted, 'manifest.csv', ...beside].sort());
  for (const { source, result, sourceSha256, cells } of finished) {
    const file = files.get(source) ?? new Uint8Array();
    expect(sourceSha256).toBe(createHash('sha256').update(file).digest('hex'));
    expect(linesOf(zip[`${result}/cells.csv`])).toHaveLength(Number(cells) + 1);
    const [edges, colour] = await Promise.all(
      ['edges', 'colour'].map((stage) => decode(stage, new Uint8Array(zip[`${result}/${stage}.png`] ?? []))),
    );
    const { recipe } = provenanceIn(Buffer.from(zip[`${result}/edges.png`] ?? ''));
    const { grey } = develop(await decode(source, file), recipe.develop);
    const { picture } = await findEdges(grey, recipe.edges, null);
    expect([...(edges?.channels[0]?.samples ?? [])]).toEqual([...picture.data]);
    expect([colour?.width, colour?.height]).toEqual([picture.width, picture.height]);
    expect(new Set(colour?.channels[1]?.samples).size).toBeGreaterThan(50);
  }
  return rows;
}

/** Its end: seven results, and a bad picture whose row says why, here and in the ZIP. */
async function end(tab: Tab, files: Files): Promise<readonly Row[]> {
  await said(tab, /^7 of 8 pictures are finished, 1 failed\. manifest\.csv in the ZIP lists them\.$/);
  expect(await badRows(tab)).toEqual([{ name: BAD, sentence: `I${WHY}` }]);
  const rows = await savedRows(tab, files, ['cells.csv']);
  expect(finishedIn(rows)).toHaveLength(7);
  const failed = rows.filter(({ state }) => state === 'failed');
  expect(failed).toMatchObject([{ source: BAD, error: `${BAD} i${WHY}` }]);
  return rows;
}

/** A folder goes through the batch: paused, cancelled, cut off by a reload. @param url of the build. */
async function batchWalk(tab: Tab, url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-batch-'));
  const files = await pictures();
  for (const [path, bytes] of files) writeFileSync(join(folder, path.replace('/', '-')), bytes);
  const start = async () => {
    await click(tab, 'button', 'Start with 8 pictures');
    await said(tab, /^[1-6] of 8/);
  };
  try {
    await tab.goto(url);
    await ready(tab, 'Input', 'Edges', 'Colour'); // its first picture has chosen the model
    const keepsFiles = await evaluate(tab, () => 'storage' in navigator); // WebKitGTK has none for a page, Safari has
    await chooseFolder(tab, folder, files);
    await click(tab, 'checkbox', 'Table of cells (CSV)');

    await start();
    await click(tab, 'button', 'Pause');
    await said(tab, /^Paused at [1-7] of 8/);
    await click(tab, 'button', 'Go on');
    const whole = await end(tab, files);
    await click(tab, 'button', 'New batch');

    await start();
    await click(tab, 'button', 'Cancel batch');
    const left = await said(tab, /^[1-6] of 8 pictures are finished.* not begun\./);
    await click(tab, 'button', 'Save the ZIP');
    const finished = finishedIn(await savedRows(tab, files, []));
    expect(left.startsWith(`${finished.length} of 8`)).toBe(true);
    expect(results(whole)).toEqual(expect.arrayContaining(results(finished)));
    await click(tab, 'button', 'New batch');

    await start();
    const told = (await alerts(tab)).join();
    if (keepsFiles) expect(told).toBe('');
    else expect(told).toContain('leave the tab open until it has ended');
    await tab.reload();
    await until(tab, 'the page', async () => (await statusLine(tab)) !== '');
    if (keepsFiles) {
      await said(tab, /^A batch of 8 pictures was not finished\.$/);
      const before = finishedIn(await keptRows(tab));
      expect(before.length).toBeGreaterThan(0);
      await click(tab, 'button', 'Go on');
      const after = await end(tab, files);
      expect(after).toEqual(expect.arrayContaining([...before])); // the very rows, seconds and all
      expect(results(after)).toEqual(results(whole));
    } else {
      // There is nothing to go on with, as it said.
      await click(tab, 'button', 'Batch');
      await click(tab, 'radio', 'A folder');
      expect(await words(tab)).toBe('');
    }
    expect(await pageErrors(tab)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.for([
  ['Firefox', runsHere.firefox, openFirefox],
  ['WebKit', runsHere.webkit, openWebkit],
] as const)('%s takes a folder through a batch, into a ZIP', async ([, isHere, open], { skip }) => {
  if (!isHere) skip();
  const tab = await open();
  try {
    await batchWalk(tab, inject('url'));
  } finally {
    await tab.close();
  }
});
