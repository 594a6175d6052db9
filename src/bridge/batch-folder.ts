import type { HashedFile } from '../engine/batch/hash-list.ts';
import { resultHash } from '../engine/batch/result-hash.ts';
import { StudioError } from '../engine/errors.ts';
import { sha256Of } from '../engine/models/sha256.ts';
import { blobBytes } from './blob-bytes.ts';
import type { WorkerFile } from './opfs.ts';

/** @throws StudioError `storage`, or `file` where only the picture's name does not fit. */
function refused(cause: unknown): never {
  if (cause instanceof TypeError)
    throw new StudioError('file', 'its name cannot be that of a folder here; rename it.', { cause });
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  const sentence = isFull
    ? 'There is no more room where the results go: free some, then go on.'
    : 'Nothing can be written where the results go any more: see that the folder is there and that nothing else has it open, then go on.';
  throw new StudioError('storage', sentence, { cause });
}

const isMissing = (error: unknown) =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');

async function below(folder: FileSystemDirectoryHandle, path: string, create: boolean) {
  let at = folder;
  for (const name of path.split('/')) at = await at.getDirectoryHandle(name, { create });
  return at;
}

async function put(
  handle: FileSystemFileHandle,
  bytes: Uint8Array<ArrayBuffer> | string | Blob,
): Promise<void> {
  if ('createWritable' in handle) {
    const stream = await handle.createWritable(); // another file, which takes its place when it is closed
    try {
      await stream.write(bytes);
    } catch (cause) {
      await stream.abort().catch(() => {});
      throw cause;
    }
    await stream.close();
    return;
  }
  // Safari before 26; the page's own files alone can be had there, and what is half written no manifest names.
  const file = await (handle as WorkerFile).createSyncAccessHandle();
  try {
    file.truncate(0);
    const all = new Uint8Array(await new Blob([bytes]).arrayBuffer());
    if (file.write(all) < all.length) throw new DOMException('cut short', 'QuotaExceededError');
    file.flush();
  } finally {
    file.close();
  }
}

/** Writes a file that stands there only once it is whole. @throws StudioError `storage`. */
export async function writeIn(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer> | string | Blob,
): Promise<void> {
  try {
    await put(await folder.getFileHandle(name, { create: true }), bytes);
  } catch (cause) {
    refused(cause);
  }
}

/**
 * The folder of a picture's result, made where it is missing, without what an earlier batch or a kill has left in it.
 *
 * @param path the picture's name.
 * @param known the names that a batch may write.
 * @param wanted those that it writes now.
 */
export async function resultFolder(
  folder: FileSystemDirectoryHandle,
  path: string,
  known: readonly string[],
  wanted: readonly string[],
): Promise<FileSystemDirectoryHandle> {
  try {
    const own = await below(folder, path, true);
    const old: string[] = [];
    for await (const name of own.keys())
      if ((known.includes(name) && !wanted.includes(name)) || name.endsWith('.crswap')) old.push(name); // Chromium's, while it writes
    for (const name of old) await own.removeEntry(name).catch(() => {});
    return own;
  } catch (cause) {
    return refused(cause);
  }
}

/** The hash of a result as it stands in the folder; null where one of its files is missing. */
export async function hashInFolder(
  folder: FileSystemDirectoryHandle,
  path: string,
  names: readonly string[],
): Promise<string | null> {
  const files: HashedFile[] = [];
  try {
    const own = await below(folder, path, false);
    for (const name of names) {
      const file = await (await own.getFileHandle(name)).getFile();
      files.push({ name, sha256: await sha256Of(await blobBytes(file, name)) });
    }
  } catch (cause) {
    if (isMissing(cause) || cause instanceof TypeError) return null;
    return refused(cause);
  }
  return resultHash(files);
}
