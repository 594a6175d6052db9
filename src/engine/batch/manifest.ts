import { csvField, csvRecords } from '../formats/csv.ts';

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
const states: readonly string[] = ['waiting', 'finished', 'failed', 'crashed'] satisfies RowState[];

/** The first line of a manifest. */
export const HEAD = `${columns.map(([head]) => head).join(',')}\n`;

/** The manifest of a whole batch. */
export const MANIFEST = 'manifest.csv';

export const lineOf = (row: Row): string => `${columns.map(([, key]) => csvField(row[key])).join(',')}\n`;

/** The rows of a manifest's text, without one that is torn, and where the last whole one ends. */
export function rowsIn(text: string): { readonly rows: readonly Row[]; readonly end: number } {
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

/** The last row of each picture, by name. */
export const lastRows = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.source, row]));

/** A manifest with a row for each picture, in the order of their names. */
export const manifestText = (rows: Iterable<Row>): string =>
  HEAD +
  [...rows]
    .sort((a, b) => (a.source < b.source ? -1 : 1))
    .map(lineOf)
    .join('');
