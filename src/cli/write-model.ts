import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFolder } from '../engine/models/pack-dream.ts';

/**
 * Writes a model folder into a shelf, which is made where it does not exist, and puts its id at the end.
 *
 * @returns the folder.
 */
export async function writeModel(shelf: string, { manifest, files }: ModelFolder): Promise<string> {
  const folder = join(shelf, manifest.id);
  await mkdir(folder, { recursive: true });
  for (const [file, bytes] of files) await writeFile(join(folder, file), bytes);
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const index = join(shelf, 'index.json');
  const ids: unknown = existsSync(index) ? JSON.parse(await readFile(index, 'utf8')) : [];
  const others = Array.isArray(ids) ? ids.filter((id) => id !== manifest.id) : [];
  const listed = [...others, manifest.id].map((id) => JSON.stringify(id)).join(', ');
  await writeFile(index, `[${listed}]\n`);
  return folder;
}
