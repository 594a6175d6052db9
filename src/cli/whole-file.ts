import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import { meaning } from './system-refusals.ts';

/** How the name of a file begins while it is written, in the folder that it goes to; short enough where its own name is long. */
const asideStart = (path: string) => `.${basename(path).slice(-60)}.`;
const ASIDE_END = '.part';

/** A name beside a file's own that nobody else takes. */
export const asideOf = (path: string): string =>
  join(dirname(path), `${asideStart(path)}${randomBytes(6).toString('hex')}${ASIDE_END}`);

/**
 * Writes a file aside, sees it on the disk and gives it its name: whoever finds the name finds the whole file, also after a
 * kill or a power cut. Its folder is made where it does not exist.
 *
 * @throws StudioError `file`, beginning with the file's name.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const aside = asideOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    throw new StudioError('file', `${path} ${meaning(cause).replace('opened', 'written')}.`, { cause });
  }
}

/** Takes away what a killed process left of these files half-written. */
export async function removeAside(paths: Iterable<string>): Promise<void> {
  const starts = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = dirname(path);
    starts.set(folder, (starts.get(folder) ?? new Set()).add(asideStart(path)));
  }
  const tail = 12 + ASIDE_END.length; // what stands behind the start
  for (const [folder, known] of starts) {
    const names = await readdir(folder).catch(() => []); // not there yet
    for (const name of names) {
      if (name.endsWith(ASIDE_END) && known.has(name.slice(0, -tail)))
        await rm(join(folder, name), { force: true });
    }
  }
}
