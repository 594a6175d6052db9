import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import { type Bytes, bytesOf, type FileEntry } from '../engine/formats/opened-file.ts';
import { meaning } from './system-refusals.ts';
import { zarrFolder } from './zarr-folder.ts';

const refused = (path: string, cause: unknown) =>
  new StudioError('file', `${path} ${meaning(cause)}.`, { cause });

/** Bytes of a file that is opened for each read: a folder of thousands leaves none open. */
const readAt = (path: string, size: number): Bytes => ({
  size,
  read(at, length) {
    const out = new Uint8Array(Math.max(0, Math.min(length, size - at)));
    try {
      const file = openSync(path, 'r');
      try {
        let filled = 0;
        while (filled < out.length) {
          const read = readSync(file, out, filled, out.length - filled, at + filled);
          if (read === 0) break; // it was cut since
          filled += read;
        }
        return out.subarray(0, filled);
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw refused(path, cause);
    }
  },
});

/** All bytes of a file. @throws StudioError `file`, beginning with the file's name. */
export async function readPicture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw refused(path, cause);
  }
}

/** @returns null where the folder is no Zarr. @throws StudioError `file`, beginning with its name. */
function zarrBytes(path: string): Bytes | null {
  try {
    return zarrFolder(path, readAt);
  } catch (cause) {
    throw refused(path, cause);
  }
}

/**
 * The bytes of a file, read where they are asked for; what is no file on a disk, as a pipe, is read at once. A folder that
 * is a Zarr counts as one file.
 *
 * @throws StudioError `file`, beginning with the file's name; so does each read.
 */
export async function fileBytes(path: string): Promise<Bytes> {
  const found = await stat(path).catch((cause: unknown) => {
    throw refused(path, cause);
  });
  const zarr = found.isDirectory() ? zarrBytes(path) : null;
  if (zarr) return zarr;
  return found.isFile() ? readAt(path, found.size) : bytesOf(await readPicture(path));
}

/** The other files of a file's folder, which is looked through when somebody asks. */
export const filesBeside = (path: string): Iterable<FileEntry> => ({
  *[Symbol.iterator]() {
    const folder = dirname(path);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === basename(path)) continue;
      const beside = join(folder, entry.name);
      yield {
        path: entry.name,
        get bytes() {
          return readAt(beside, statSync(beside).size);
        },
      };
    }
  },
});
