import { createHash } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import type { ModelHost } from '../engine/models/host.ts';
import type { Planes } from '../engine/picture.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { meaning } from './system-refusals.ts';
import { WrongUse } from './verb.ts';

/**
 * A picture's first plane; what a person must know of it goes to stderr.
 *
 * @param name what it is called in sentences.
 * @throws StudioError `file`, beginning with the name.
 */
export async function readPlanes(path: string, name = path): Promise<Planes> {
  return sourceOnDisk(path, name).decode();
}

/** @throws StudioError `file`, beginning with the file's name. */
export async function writePicture(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (cause) {
    throw new StudioError('file', `${path} ${meaning(cause)}.`, { cause });
  }
}

/** As a person counts: `img_2` before `img_10`. */
const natural = new Intl.Collator('en', { numeric: true });

/**
 * The files of a folder that an option names, in the order of their names, without the companions (`._*`) that macOS
 * writes beside files on other systems' disks.
 *
 * @throws WrongUse where it cannot be read.
 */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new WrongUse(`The folder ${folder} ${meaning(cause)}.`, { cause });
  });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('._'))
    .map(({ name }) => name)
    .sort(natural.compare)
    .map((name) => join(folder, name));
}

/** The JSON of a file that an option names. @throws WrongUse where it cannot be read or is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new WrongUse(`${path} ${meaning(cause)}.`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WrongUse(`${path} is no JSON: ${(cause as Error).message}.`, { cause }); // JSON.parse throws SyntaxError
  }
}

/** Makes sure that files can be written into `folder`, making it where `create` is set. @throws WrongUse */
export async function checkFolder(folder: string, { create = false } = {}): Promise<void> {
  try {
    if (create) await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException; // all that node:fs throws is one
    const reason =
      code === 'EEXIST' ? 'is a file, not a folder' : meaning(cause).replace('opened', 'written');
    throw new WrongUse(`The folder ${folder} ${reason}.`, { cause });
  }
}

/** As {@link checkFolder}, for the folder that a file goes into. */
export const checkFolderOf = (path: string): Promise<void> => checkFolder(dirname(path));

/** The models that come with Eosin, in `public/models` of the project's folder. */
export function modelsOnDisk(root: string): ModelHost {
  const shelf = join(root, 'public/models');
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(shelf, name), 'utf8'));
  return {
    async manifests() {
      const ids = await json('index.json');
      if (!Array.isArray(ids))
        throw new StudioError('model', `${join(shelf, 'index.json')} is no list of models.`);
      return Promise.all(ids.map((id) => json(`${id}/manifest.json`)));
    },
    async part(id, { file, sha256 }, _, signal) {
      const path = join(shelf, id, file);
      const bytes = new Uint8Array(
        await readFile(path, { signal }).catch((cause: unknown) => {
          signal.throwIfAborted();
          throw new StudioError('model', `${path} ${meaning(cause)}.`, { cause });
        }),
      );
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
        throw new StudioError(
          'model',
          `${path} is damaged: its SHA-256 is not the manifest's. Fetch it again.`,
        );
      }
      return bytes;
    },
  };
}
