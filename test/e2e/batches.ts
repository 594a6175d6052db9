import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { encodePng } from '../../src/engine/formats/png-write.ts';
import { encodeTiff } from '../../src/engine/formats/tiff-write.ts';
import { discs } from '../discs.ts';

const formats = join(import.meta.dirname, '../fixtures/formats');

/** Files whose sentences a batch shows. */
export const BAD = ['notes.tif', 'plate/torn.png', 'plate/deep/empty.jpg'] as const;

/** A folder of 40 mixed files, three of them bad: bytes by path. */
export async function mixedFolder(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const fixtures = [
    ...['rgb.png', 'sixteen.png', 'smooth.jpg', 'smooth-grey.jpg', 'smooth-turned.jpg', 'rgb-lzw.tif'],
    ...[
      'sixteen-zstd.tif',
      'smooth-jpeg.tif',
      'rgb.bmp',
      'indexed.gif',
      'smooth.webp',
      'sixteen-deflate.tif',
    ],
  ];
  for (const name of fixtures) files.set(`fixtures/${name}`, readFileSync(join(formats, name)));
  for (let i = 0; files.size < 37; i++) {
    const picture = discs(96 + 8 * (i % 5), i + 1);
    const { width, height, data } = picture;
    const name = `plate/${i % 2 ? 'deep/' : ''}field ${i}`; // equal names in two folders, but for their numbers
    if (i % 3 === 0)
      files.set(
        `${name}.tif`,
        encodeTiff(
          Uint16Array.from(data, (value) => value * 200),
          width,
          height,
          null,
          {},
        ),
      );
    else files.set(`${name}.png`, await encodePng(picture));
  }
  files.set(BAD[0], new TextEncoder().encode('These are notes, and no picture at all.'));
  files.set(BAD[1], (files.get('fixtures/rgb.png') ?? new Uint8Array()).slice(0, 60));
  files.set(BAD[2], new Uint8Array());
  return files;
}

/**
 * The question for a folder answered with one of the browser's own, which has the same interface: `pictures` to read, `results` to write. To be
 * called before the page is loaded.
 */
export async function answerFolders(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    Object.assign(globalThis, {
      async showDirectoryPicker({ mode }: { mode: string }) {
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle(mode === 'read' ? 'pictures' : 'results', { create: true });
      },
    });
  });
}

/** Puts files into one of those folders. */
export async function fillFolder(
  page: Page,
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const [path, bytes] of files)
    await page.evaluate(
      async ([top, below, base64]) => {
        const names = [top, ...below.split('/')];
        const last = names.pop() ?? '';
        let folder = await navigator.storage.getDirectory();
        for (const one of names) folder = await folder.getDirectoryHandle(one, { create: true });
        const stream = await (await folder.getFileHandle(last, { create: true })).createWritable();
        await stream.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
        await stream.close();
      },
      [name, path, Buffer.from(bytes).toString('base64')] as const,
    );
}

/** Removes one of those folders, or one below it. */
export const removeFolder = (page: Page, name: string, below = ''): Promise<void> =>
  page.evaluate(async (path) => {
    const names = path.split('/').filter(Boolean);
    const last = names.pop() ?? '';
    let folder = await navigator.storage.getDirectory();
    for (const one of names) folder = await folder.getDirectoryHandle(one);
    await folder.removeEntry(last, { recursive: true });
  }, `${name}/${below}`);

/** All files below one of those folders: what each holds, as base64, by path. */
export const contentsOf = (page: Page, name: string): Promise<Record<string, string>> =>
  page.evaluate(async (one) => {
    const found: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, above: string) => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') {
          await walk(await folder.getDirectoryHandle(entry.name), `${above}${entry.name}/`);
          continue;
        }
        const file = await (await folder.getFileHandle(entry.name)).getFile();
        const bytes = new Uint8Array(await file.arrayBuffer());
        let letters = '';
        for (let at = 0; at < bytes.length; at += 8192)
          letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
        found[above + entry.name] = btoa(letters);
      }
    };
    const root = await navigator.storage.getDirectory();
    await walk(await root.getDirectoryHandle(one, { create: true }), '');
    return found;
  }, name);

/** The drawer's page of the batch. */
export const batchPage = (page: Page) => page.getByRole('region', { name: 'Batch, drawer' });

/** Opens it from the tray and chooses the folder of the pictures. */
export async function folderToBatch(page: Page): Promise<void> {
  await page.getByRole('complementary', { name: 'Tray' }).getByRole('button', { name: 'Batch' }).click();
  await batchPage(page).getByRole('radio', { name: 'A folder', exact: true }).click();
  await batchPage(page).getByRole('button', { name: 'Choose the pictures’ folder' }).click();
}

/**
 * Chooses the next of a group by its arrow key, which stays down as long as under a finger: the group takes what has the focus only while it
 * is down.
 */
export const chooseNext = (page: Page): Promise<void> => page.keyboard.press('ArrowRight', { delay: 80 });

/** Presses Tab until what has the focus is called that. @throws after some rounds over the page: rows of a long list come into being as it scrolls. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 500; i++) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let i = 0; i < 2; i++) await frame(); // rows that come into view are drawn before a person presses again
      const one = document.activeElement;
      const named = one?.id ? document.querySelector(`label[for="${one.id}"]`)?.textContent : null;
      return (one?.getAttribute('aria-label') ?? named ?? one?.textContent ?? '').trim();
    });
    if (typeof name === 'string' ? label === name : name.test(label)) return;
  }
  throw new Error(`no Tab reaches ${name}`);
}

/** The SHA-256 of every file below one of those folders, by path; for more than fits through the wire. */
export const hashesOf = (page: Page, name: string): Promise<Record<string, string>> =>
  page.evaluate(async (one) => {
    const found: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, above: string) => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') {
          await walk(await folder.getDirectoryHandle(entry.name), `${above}${entry.name}/`);
          continue;
        }
        const file = await (await folder.getFileHandle(entry.name)).getFile();
        const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        found[above + entry.name] = Array.from(new Uint8Array(hash), (byte) => byte.toString(16)).join(' ');
      }
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle(one), '');
    return found;
  }, name);
