import { readFileSync } from 'node:fs';
import { csvField, csvRecords } from '../../engine/formats/csv.ts';
import { fileSink } from '../file-sink.ts';

/** The table of all cells of a batch. */
export const TABLE = 'cells.csv';

const recordsOf = (path: string) => [...csvRecords(readFileSync(path, 'utf8'))].map(({ fields }) => fields);

/**
 * One table of several pictures' cells, with the picture's name in front. A column that a picture does not have, as the brightness of
 * another's channel, is empty for its cells.
 *
 * @param pictures in the order in which they shall stand.
 */
export function writeTable(
  path: string,
  pictures: readonly { readonly name: string; readonly table: string }[],
): void {
  const columns = new Set<string>();
  for (const { table } of pictures) for (const column of recordsOf(table)[0] ?? []) columns.add(column);
  const line = (fields: readonly string[]) =>
    new TextEncoder().encode(`${fields.map(csvField).join(',')}\r\n`);
  const sink = fileSink(path);
  let isFinished = false;
  try {
    sink.append(line(['picture', ...columns]));
    for (const { name, table } of pictures) {
      const [head = [], ...rows] = recordsOf(table);
      const places = [...columns].map((column) => head.indexOf(column));
      for (const row of rows) sink.append(line([name, ...places.map((place) => row[place] ?? '')]));
    }
    isFinished = true;
  } finally {
    sink.close(isFinished);
  }
}
