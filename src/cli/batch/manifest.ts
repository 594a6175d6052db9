import { appendFileSync, closeSync, fdatasyncSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { csvField, csvRecords } from '../../engine/formats/csv.ts';
import { writeWhole } from '../whole-file.ts';
import type { Shard } from './shard.ts';

/** How far a picture is; `crashed` where the process that worked on it ended. */
export type RowState = 'waiting' | 'finished' | 'failed' | 'crashed';

/** A picture's line in a manifest. */
export interface Row {
  /** The picture's name: its path below the folder that all share. */
  readonly source: string;
  readonly sourceSha256: string;
  /** Of all that was asked for, the version of Eosin too. */
  readonly recipeSha256: string;
  /** The models that had a part, as `id@sha256`, separated by blanks. */
  readonly models: string;
  /** The file below the results' folder, or the folder of several. */
  readonly result: string;
  /** Of the file; of several, that of their list as `sha256sum *` prints it. */
  readonly resultSha256: string;
  /** How many were found; empty where none were looked for. */
  readonly cells: string;
  /** That it took; empty in what was merged, which then is the same whoever worked how long. */
  readonly seconds: string;
  readonly state: RowState;
  /** What went wrong, in one sentence. */
  readonly error: string;
}

const columns: readonly (readonly [head: string, key: keyof Row])[] = [
  ['source', 'source'],
  ['source_sha256', 'sourceSha256'],
  ['recipe_sha256', 'recipeSha256'],
  ['models', 'models'],
  ['result', 'result'],
  ['result_sha256', 'resultSha256'],
  ['cells', 'cells'],
  ['seconds', 'seconds'],
  ['state', 'state'],
  ['error', 'error'],
];
const HEAD = `${columns.map(([head]) => head).join(',')}\n`;
const states: readonly string[] = ['waiting', 'finished', 'failed', 'crashed'] satisfies RowState[];

/** The manifest of a whole batch, or of a shard of it. */
export const manifestName = (shard: Shard | null): string =>
  shard ? `manifest.${shard.index}-of-${shard.of}.csv` : 'manifest.csv';

/** The shard that a manifest is of; null for one of a whole batch, undefined where the name is of no manifest. */
export function shardOfName(name: string): Shard | null | undefined {
  if (name === 'manifest.csv') return null;
  const [, index, of] = /^manifest\.(\d+)-of-(\d+)\.csv$/.exec(name) ?? [];
  return index === undefined || of === undefined ? undefined : { index: Number(index), of: Number(of) };
}

/** The names of a folder's manifests; none where there is no such folder. */
export async function manifestsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => shardOfName(name) !== undefined).sort();
}

const lineOf = (row: Row) => `${columns.map(([, key]) => csvField(row[key])).join(',')}\n`;

/** The rows of a manifest's text, without one that is torn, and where the last whole one ends. */
function rowsIn(text: string): { readonly rows: readonly Row[]; readonly end: number } {
  const rows: Row[] = [];
  let end = 0;
  for (const { fields, end: after } of csvRecords(text)) {
    const state = fields[8] ?? '';
    if (end > 0 && fields.length === columns.length && states.includes(state)) {
      const row = Object.fromEntries(columns.map(([, key], i) => [key, fields[i] ?? '']));
      rows.push(row as unknown as Row); // a string for each key, and the state is one
    }
    end = after;
  }
  return { rows, end };
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

/** The last row of each picture, by name. */
export const lastRows = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.source, row]));

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
  const sorted = [...rows].sort((a, b) => (a.source < b.source ? -1 : 1));
  await writeWhole(join(folder, name), HEAD + sorted.map(lineOf).join(''));
}
