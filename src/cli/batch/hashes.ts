import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type HashedFile, hashList } from '../../engine/batch/hash-list.ts';
import type { Bytes } from '../../engine/formats/opened-file.ts';
import { fileBytes } from '../file-bytes.ts';

const PIECE = 2 ** 22;

/** The SHA-256 of bytes, hexadecimal, by the platform and in pieces. */
function hashOf(bytes: Bytes): string {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.size; at += PIECE) hash.update(bytes.read(at, PIECE));
  return hash.digest('hex');
}

/** The SHA-256 of a picture's file, or of a Zarr as one file. @throws StudioError `file`, beginning with the path. */
export const fileHash = async (path: string): Promise<string> => hashOf(await fileBytes(path));

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The SHA-256 of several files' list, as `LC_ALL=C sha256sum * | sha256sum` in their folder prints it. */
export async function listHash(paths: readonly string[]): Promise<string> {
  const files: HashedFile[] = [];
  for (const path of paths) files.push({ name: basename(path), sha256: await fileHash(path) });
  return textHash(hashList(files));
}
