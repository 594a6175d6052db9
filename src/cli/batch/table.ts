import { readFileSync } from 'node:fs';
import { columnsOf, tableHead, tableLines } from '../../engine/batch/cells-table.ts';
import { fileSink } from '../file-sink.ts';

/**
 * Writes one table of several pictures' cells.
 *
 * @param pictures in the order in which they shall stand.
 */
export function writeTable(
  path: string,
  pictures: readonly { readonly name: string; readonly table: string }[],
): void {
  const columns = new Set<string>();
  for (const { table } of pictures)
    for (const column of columnsOf(readFileSync(table, 'utf8'))) columns.add(column);
  const sink = fileSink(path);
  const append = (text: string) => sink.append(new TextEncoder().encode(text));
  let isFinished = false;
  try {
    append(tableHead(columns));
    for (const { name, table } of pictures) append(tableLines(name, readFileSync(table, 'utf8'), columns));
    isFinished = true;
  } finally {
    sink.close(isFinished);
  }
}
