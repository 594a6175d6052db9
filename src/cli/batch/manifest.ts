import { appendFileSync, closeSync, fdatasyncSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HEAD, lineOf, MANIFEST, manifestText, type Row, rowsIn } from '../../engine/batch/manifest.ts';
import { writeWhole } from '../whole-file.ts';
import type { Shard } from './shard.ts';

/** The manifest of a whole batch, or of a shard of it. */
export const manifestName = (shard: Shard | null): string =>
  shard ? `manifest.${shard.index}-of-${shard.of}.csv` : MANIFEST;

/** The shard that a manifest is of; null for one of a whole batch, undefined where the name is of no manifest. */
export function shardOfName(name: string): Shard | null | undefined {
  if (name === MANIFEST) return null;
  const [, index, of] = /^manifest\.(\d+)-of-(\d+)\.csv$/.exec(name) ?? [];
  return index === undefined || of === undefined ? undefined : { index: Number(index), of: Number(of) };
}

/** The names of a folder's manifests; none where there is no such folder. */
export async function manifestsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => shardOfName(name) !== undefined).sort();
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''; // all that node:fs throws is one
    throw cause;
  }
};

/** The rows of a manifest in the order in which they were written; none where there is no such file. */
export const readRows = (path: string): readonly Row[] => rowsIn(textOf(path)).rows;

/** A manifest that grows: each row is on the disk when `add` returns. */
export interface OpenManifest {
  add(...rows: readonly Row[]): void;
  close(): void;
}

/** Opens a manifest to go on with it; a row that a kill has torn at its end is cut off. */
export function openManifest(path: string): OpenManifest {
  const text = textOf(path);
  const { end } = rowsIn(text);
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  const file = openSync(path, 'a');
  const write = (lines: string) => {
    appendFileSync(file, lines);
    fdatasyncSync(file);
  };
  if (end === 0) write(HEAD);
  return {
    add: (...rows) => write(rows.map(lineOf).join('')),
    close: () => closeSync(file),
  };
}

/** Writes a manifest anew, a row for each picture, in the order of their names. */
export async function writeManifest(folder: string, name: string, rows: Iterable<Row>): Promise<void> {
  await writeWhole(join(folder, name), manifestText(rows));
}
